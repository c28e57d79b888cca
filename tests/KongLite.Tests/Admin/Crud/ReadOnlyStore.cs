using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Tests.Admin.Crud;

/// <summary>A store like that of DB-less mode, which holds one service, <c>s</c>.</summary>
internal sealed class ReadOnlyStore : IEntityStore
{
    private static readonly Service Only = new() { Id = Guid.Parse(Given.ServiceId), Name = "s", Host = "s.test", CreatedAt = 1_700_000_000 };

    public bool IsWritable => false;

    public static Task<AdminNode> NodeAsync() => AdminNode.StartAsync(store: new ReadOnlyStore());

    public ValueTask<IEntity?> FindAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) => new(id == Only.Id ? Only : null);

    public ValueTask<IEntity?> FindByAsync(EntitySchema schema, string field, string value, CancellationToken cancellationToken) =>
        new(value == Only.Name ? Only : null);

    public ValueTask<IEntity?> FindChildAsync(
        EntitySchema schema, ParentFilter parent, string field, string value, CancellationToken cancellationToken) => new((IEntity?)null);

    public ValueTask<StoreResult<Page>> ListAsync(EntitySchema schema, PageRequest request, CancellationToken cancellationToken) =>
        new(new StoreResult<Page>(new Page([], null), null));

    public ValueTask<IReadOnlyList<IEntity>> ListChildrenAsync(
        EntitySchema schema, string field, IReadOnlyCollection<Guid> parents, CancellationToken cancellationToken, bool mayLag = false) =>
        new(Array.Empty<IEntity>());

    public ValueTask<StoreResult<TagPage>> ListTagsAsync(TagRequest request, CancellationToken cancellationToken) =>
        new(new StoreResult<TagPage>(new TagPage([], null), null));

    public ValueTask<StoreResult<IEntity>> InsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) => throw Refusal();

    public ValueTask<StoreResult<IEntity>> UpdateAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) => throw Refusal();

    public ValueTask<StoreResult<IEntity>> UpsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) => throw Refusal();

    public ValueTask<StoreResult<bool>> DeleteAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) => throw Refusal();

    public ValueTask<StoreResult<bool>> WriteAsync(IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken) => throw Refusal();

    private static InvalidOperationException Refusal() => new("nothing may be written");
}
