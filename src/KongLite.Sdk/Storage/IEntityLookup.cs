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

    /// <summary>The rows that refer to a parent, ascending by id. The same list for as long as none of them changes; lifetimes are not looked at.</summary>
    /// <param name="field">Wire name of the field that refers.</param>
    /// <param name="parent">Id of the parent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<T>> ListAsync<T>(string field, Guid parent, CancellationToken cancellationToken) where T : class, IEntity;
}
