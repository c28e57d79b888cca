using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Declarative;

namespace KongLite.Store.Memory;

/// <summary>Rows in memory, gone with the process. Keys, references, cascades and lifetimes follow from the schemas.</summary>
internal sealed class MemoryStore : IEntityStore, IChangeFeed, IDisposable
{
    private readonly Lock _writing = new();
    private readonly LiveState _live;
    private readonly ExpirySweeper _sweeper;

    public MemoryStore(SchemaCatalog catalog, TimeProvider clock)
    {
        _live = new LiveState(new StoreLayout(catalog), clock);
        _sweeper = new ExpirySweeper(clock, () => Write(static _ => new StoreResult<bool>(true, null)));
    }

    public bool IsWritable => true;

    public ValueTask<IEntity?> FindAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) => new(_live.Find(schema, id));

    public ValueTask<IEntity?> FindByAsync(EntitySchema schema, string field, string value, CancellationToken cancellationToken) =>
        new(_live.FindBy(schema, field, value));

    public ValueTask<IEntity?> FindChildAsync(
        EntitySchema schema, ParentFilter parent, string field, string value, CancellationToken cancellationToken) =>
        new(_live.FindChild(schema, parent, field, value));

    public ValueTask<StoreResult<Page>> ListAsync(EntitySchema schema, PageRequest request, CancellationToken cancellationToken) =>
        new(_live.List(schema, request));

    public ValueTask<IReadOnlyList<IEntity>> ListChildrenAsync(
        EntitySchema schema, string field, IReadOnlyCollection<Guid> parents, CancellationToken cancellationToken, bool mayLag = false) =>
        new(_live.ListChildren(schema, field, parents));

    public ValueTask<StoreResult<TagPage>> ListTagsAsync(TagRequest request, CancellationToken cancellationToken) => new(_live.ListTags(request));

    public ValueTask<StoreResult<IEntity>> InsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        new(Write(edit => edit.Insert(schema, entity)));

    public ValueTask<StoreResult<IEntity>> UpdateAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        new(Write(edit => edit.Update(schema, entity)));

    public ValueTask<StoreResult<IEntity>> UpsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        new(Write(edit => edit.Upsert(schema, entity)));

    public ValueTask<StoreResult<bool>> DeleteAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) =>
        new(Write(edit => edit.Delete(schema, id)));

    public ValueTask<StoreResult<bool>> WriteAsync(IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken) =>
        new(Write(edit => edit.Apply(writes)));

    public ValueTask<ChangeBatch> NextAsync(long after, CancellationToken cancellationToken) => _live.NextAsync(after, cancellationToken);

    /// <summary>Replaces all rows at once.</summary>
    /// <param name="entities">The rows; their keys and references are sound.</param>
    /// <returns>Version of the change feed that includes them.</returns>
    public long Replace(IEnumerable<DeclaredEntity> entities)
    {
        lock (_writing)
        {
            StoreState state = _live.Reset(entities);
            _sweeper.Schedule(state.NextExpiry);
            return state.Version;
        }
    }

    /// <summary>Every row there is.</summary>
    public IEnumerable<DeclaredEntity> All() => _live.Everything().Changes.Select(each => new DeclaredEntity(each.Schema, each.Entity!));

    public void Dispose() => _sweeper.Dispose();

    private StoreResult<T> Write<T>(Func<StoreEdit, StoreResult<T>> change)
    {
        lock (_writing)
        {
            StoreEdit edit = _live.Edit();
            StoreResult<T> result = change(edit);
            StoreState state = edit.Finish();
            if (edit.Changes.Count > 0)
            {
                _live.Publish(state, edit.Changes);
            }

            _sweeper.Schedule(state.NextExpiry);
            return result with { Version = state.Version };
        }
    }
}
