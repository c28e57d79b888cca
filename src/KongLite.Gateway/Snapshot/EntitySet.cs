using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Gateway.Snapshot;

/// <summary>The rows that snapshots are built from, by entity. Belongs to <see cref="SnapshotUpdater"/> alone.</summary>
internal sealed class EntitySet
{
    // Consumers and credentials are unbounded and stay where they are; requests find them through the lookup.
    // By name, because routes have a schema for each router flavour.
    private readonly Dictionary<string, Dictionary<Guid, IEntity>> _rows = new(StringComparer.Ordinal)
    {
        [EntitySchema.Of<Service>().Name] = [],
        [EntitySchema.Of<Route>().Name] = [],
        [EntitySchema.Of<Plugin>().Name] = [],
        [EntitySchema.Of<Upstream>().Name] = [],
        [EntitySchema.Of<Target>().Name] = [],
        [EntitySchema.Of<Certificate>().Name] = [],
        [EntitySchema.Of<Sni>().Name] = [],
        [EntitySchema.Of<CaCertificate>().Name] = [],
        [EntitySchema.Of<Vault>().Name] = [],
    };

    /// <summary>Version of the change feed that the rows include; -1: none yet.</summary>
    public long Version { get; private set; } = -1;

    /// <summary>The rows of an entity, by id.</summary>
    public IReadOnlyDictionary<Guid, IEntity> Of<T>() where T : IEntity => _rows[EntitySchema.Of<T>().Name];

    /// <summary>Takes changes in.</summary>
    /// <returns>Whether a row changed that snapshots are built from.</returns>
    public bool Apply(ChangeBatch batch)
    {
        bool changed = batch.IsComplete;
        if (batch.IsComplete)
        {
            foreach (Dictionary<Guid, IEntity> rows in _rows.Values)
            {
                rows.Clear();
            }
        }

        foreach (EntityChange change in batch.Changes)
        {
            if (!_rows.TryGetValue(change.Schema.Name, out Dictionary<Guid, IEntity>? rows))
            {
                continue;
            }

            changed = true;
            if (change.Entity is null)
            {
                rows.Remove(change.Id);
            }
            else
            {
                rows[change.Id] = change.Entity;
            }
        }

        Version = batch.Version;
        return changed;
    }
}
