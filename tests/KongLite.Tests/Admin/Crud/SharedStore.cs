using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;

namespace KongLite.Tests.Admin.Crud;

/// <summary>A store that another node shares, which writes whenever this one has read and is about to write.</summary>
internal sealed class SharedStore : IEntityStore, IChangeFeed, IDisposable
{
    private readonly MemoryStore _store = AdminNode.NewStore();

    /// <summary>What the other node does before the next writes of this one, each once.</summary>
    public Queue<Func<MemoryStore, Task>> Others { get; } = [];

    /// <summary>How many writes were asked for.</summary>
    public int Writes { get; private set; }

    /// <summary>How many times rows were listed.</summary>
    public int Lists { get; private set; }

    public bool IsWritable => true;

    /// <summary>Lets the other node replace a row before the next write.</summary>
    public void ThenChange<T>(Guid id, Func<T, T> change) where T : class, IEntity => Others.Enqueue(async store =>
    {
        EntitySchema schema = EntitySchema.Of<T>();
        var row = (T)(await store.FindAsync(schema, id, default))!;
        Assert.Null((await store.UpdateAsync(schema, change(row), default)).Error);
    });

    /// <summary>Lets the other node add a row before the next write.</summary>
    public void ThenAdd<T>(T row) where T : class, IEntity => Others.Enqueue(async store =>
        Assert.Null((await store.InsertAsync(EntitySchema.Of<T>(), row, default)).Error));

    /// <summary>Lets the other node delete a row before the next write.</summary>
    public void ThenDelete<T>(Guid id) where T : class, IEntity => Others.Enqueue(async store =>
        Assert.True((await store.DeleteAsync(EntitySchema.Of<T>(), id, default)).Value));

    public ValueTask<IEntity?> FindAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) =>
        _store.FindAsync(schema, id, cancellationToken);

    public ValueTask<IEntity?> FindByAsync(EntitySchema schema, string field, string value, CancellationToken cancellationToken) =>
        _store.FindByAsync(schema, field, value, cancellationToken);

    public ValueTask<IEntity?> FindChildAsync(
        EntitySchema schema, ParentFilter parent, string field, string value, CancellationToken cancellationToken) =>
        _store.FindChildAsync(schema, parent, field, value, cancellationToken);

    public ValueTask<StoreResult<Page>> ListAsync(EntitySchema schema, PageRequest request, CancellationToken cancellationToken)
    {
        Lists++;
        return _store.ListAsync(schema, request, cancellationToken);
    }

    public ValueTask<IReadOnlyList<IEntity>> ListChildrenAsync(
        EntitySchema schema, string field, IReadOnlyCollection<Guid> parents, CancellationToken cancellationToken, bool mayLag = false)
    {
        Lists++;
        return _store.ListChildrenAsync(schema, field, parents, cancellationToken, mayLag);
    }

    public ValueTask<StoreResult<TagPage>> ListTagsAsync(TagRequest request, CancellationToken cancellationToken) =>
        _store.ListTagsAsync(request, cancellationToken);

    public ValueTask<StoreResult<IEntity>> InsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) => throw Single();

    public ValueTask<StoreResult<IEntity>> UpdateAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) => throw Single();

    public ValueTask<StoreResult<IEntity>> UpsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) => throw Single();

    public ValueTask<StoreResult<bool>> DeleteAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) => throw Single();

    public async ValueTask<StoreResult<bool>> WriteAsync(IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken)
    {
        Writes++;
        if (Others.TryDequeue(out Func<MemoryStore, Task>? other))
        {
            await other(_store);
        }

        return await _store.WriteAsync(writes, cancellationToken);
    }

    public ValueTask<ChangeBatch> NextAsync(long after, CancellationToken cancellationToken) => _store.NextAsync(after, cancellationToken);

    public void Dispose() => _store.Dispose();

    private static InvalidOperationException Single() => new("the Admin API writes in batches");
}
