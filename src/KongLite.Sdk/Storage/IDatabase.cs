namespace KongLite.Sdk.Storage;

/// <summary>A store outside of the process, which may be out of reach. Other stores have none.</summary>
public interface IDatabase
{
    /// <summary>Whether the database answers, asked anew.</summary>
    ValueTask<bool> IsReachableAsync(CancellationToken cancellationToken);
}
