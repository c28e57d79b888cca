using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Storage;

/// <summary>The ordered stream of changed rows, from which every node keeps its snapshot up to date.</summary>
public interface IChangeFeed
{
    /// <summary>Waits until there is something newer than a version and gives all of it.</summary>
    /// <param name="after">The version that the caller has; -1: none, it wants every row.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The changes cannot be asked for at the moment.</exception>
    ValueTask<ChangeBatch> NextAsync(long after, CancellationToken cancellationToken);
}

/// <summary>What has changed.</summary>
/// <param name="Version">The version that the changes lead to.</param>
/// <param name="IsComplete">
/// True when these are all rows there are, and whatever is not among them is gone. Rows of <see cref="EntitySchema.OnDemand"/> entities may be left
/// out; they may all have changed.
/// </param>
/// <param name="Changes">The rows, each once, as they are now.</param>
public sealed record ChangeBatch(long Version, bool IsComplete, IReadOnlyList<EntityChange> Changes);

/// <summary>A row that has changed.</summary>
/// <param name="Schema">Its entity.</param>
/// <param name="Id">Its id.</param>
/// <param name="Entity">The row as it is now; null: it is gone.</param>
public sealed record EntityChange(EntitySchema Schema, Guid Id, IEntity? Entity);
