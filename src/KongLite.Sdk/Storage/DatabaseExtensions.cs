namespace KongLite.Sdk.Storage;

/// <summary>Asking a database without being held up by it.</summary>
public static class DatabaseExtensions
{
    // Shorter than those who ask for a node's status wait for it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Whether the database answers within two seconds. It does not fail.</summary>
    /// <param name="database">The database.</param>
    /// <param name="clock">Runs the two seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<bool> AnswersAsync(this IDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await database.IsReachableAsync(asking.Token).AsTask().WaitAsync(Longest, clock, cancellationToken);
        }
        // Whatever it is, it is not the answer of a database that works.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await asking.CancelAsync();
        }
    }
}
