namespace KongLite.Admin.Crud;

/// <summary>
/// Lets the writes of one row take turns, so that many of them at once do not make each other begin again and again. Only that: turns are this node's
/// own, and it is the store that lets no change get lost (<see cref="WriteAttempts"/>). Different rows rarely wait for each other.
/// </summary>
internal sealed class WriteTurns
{
    private const int Lanes = 256;
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for a turn. It ends when the result is disposed.</summary>
    /// <param name="row">What the turn is about; equal ones wait for each other.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Turn> TakeAsync(object row, CancellationToken cancellationToken)
    {
        // Mixed, because ids that were counted up differ in few bits of their hash.
        SemaphoreSlim lane = _lanes[(uint)HashCode.Combine(row) % Lanes];
        await lane.WaitAsync(cancellationToken);
        return new Turn(lane);
    }

    /// <summary>A turn.</summary>
    internal readonly struct Turn(SemaphoreSlim lane) : IDisposable
    {
        /// <summary>Ends the turn.</summary>
        public void Dispose() => lane.Release();
    }
}
