using System.Collections.Concurrent;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Gateway.Lookup;

/// <summary>Rows on demand, cached: see <see cref="IEntityLookup"/>. The change feed evicts what changed before its snapshot is in force.</summary>
internal sealed class EntityLookup(IEntityStore store, TimeProvider clock, GatewayOptions options) : IEntityLookup
{
    private readonly ConcurrentDictionary<EntitySchema, RowCache> _caches = new();

    public ValueTask<T?> FindAsync<T>(Guid id, CancellationToken cancellationToken) where T : class, IEntity =>
        FindAsync<T>(LookupKey.Of(id), cancellationToken);

    public ValueTask<T?> FindByAsync<T>(string field, string value, CancellationToken cancellationToken) where T : class, IEntity =>
        FindAsync<T>(LookupKey.Of(field, value), cancellationToken);

    public ValueTask<IReadOnlyList<T>> ListAsync<T>(string field, Guid parent, CancellationToken cancellationToken) where T : class, IEntity
    {
        RowCache cache = CacheOf(Known<T>.Schema);
        LookupKey key = LookupKey.Below(field, parent);
        return cache.TryGet(key, out object? rows)
            ? new ValueTask<IReadOnlyList<T>>((T[])rows!)
            : LoadListAsync<T>(cache, key, cancellationToken);
    }

    /// <summary>Forgets the rows that changed, or everything when the batch is the whole configuration.</summary>
    public void Evict(ChangeBatch batch)
    {
        if (batch.IsComplete)
        {
            foreach (RowCache cache in _caches.Values)
            {
                cache.Clear();
            }

            return;
        }

        foreach (EntityChange change in batch.Changes)
        {
            foreach ((EntitySchema schema, RowCache cache) in _caches)
            {
                // By name: routes have a schema for each router flavour, and whoever asks for them need not know which.
                if (schema.Name == change.Schema.Name)
                {
                    cache.Evict(change.Id, change.Entity);
                }
            }
        }
    }

    private ValueTask<T?> FindAsync<T>(in LookupKey key, CancellationToken cancellationToken) where T : class, IEntity
    {
        RowCache cache = CacheOf(Known<T>.Schema);
        if (cache.TryGet(key, out object? row))
        {
            if (row is not IExpiring { ExpiresAt: { } expiry } || expiry > clock.GetUtcNow())
            {
                return new ValueTask<T?>((T?)row);
            }

            cache.Expire(key);
        }

        return LoadAsync<T>(cache, key, cancellationToken);
    }

    private static async ValueTask<T?> LoadAsync<T>(RowCache cache, LookupKey key, CancellationToken cancellationToken) where T : class, IEntity =>
        (T?)await cache.LoadAsync(key).WaitAsync(cancellationToken);

    private static async ValueTask<IReadOnlyList<T>> LoadListAsync<T>(RowCache cache, LookupKey key, CancellationToken cancellationToken)
        where T : class, IEntity =>
        (T[])(await cache.LoadAsync(key).WaitAsync(cancellationToken))!;

    private RowCache CacheOf(EntitySchema schema) => _caches.TryGetValue(schema, out RowCache? cache)
        ? cache
        : _caches.GetOrAdd(schema, static (each, self) => self.NewCache(each), this);

    private RowCache NewCache(EntitySchema schema) => new(schema, new RowSource(schema, store), options.LookupCapacity);

    private static class Known<T> where T : class, IEntity
    {
        public static readonly EntitySchema Schema = EntitySchema.Of<T>();
    }
}
