using KongLite.Sdk.Entities;

namespace KongLite.Sdk.Storage;

/// <summary>
/// Rows that the snapshot does not hold, such as consumers and credentials, for use during requests: cached, also that there is none, and correct
/// as soon as a change is answered.
/// </summary>
public interface IEntityLookup
{
    /// <summary>The row with this id, or null.</summary>
    ValueTask<T?> FindAsync<T>(Guid id, CancellationToken cancellationToken) where T : class, IEntity;

    /// <summary>The row with this value of a unique text field, or null.</summary>
    /// <param name="field">Wire name of the field.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<T?> FindByAsync<T>(string field, string value, CancellationToken cancellationToken) where T : class, IEntity;
}
