using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Tests.Gateway.Lookup;

/// <summary>A store of consumers whose answers can be held back; what it answers is read when it is asked.</summary>
internal sealed class GatedStore : IEntityStore
{
    private readonly Dictionary<Guid, Consumer> _rows = [];
    private TaskCompletionSource _gate = Opened();

    public int Asked { get; private set; }

    public bool Fails { get; set; }

    public bool IsWritable => false;

    public Consumer Add(string name)
    {
        var consumer = new Consumer { Id = Guid.NewGuid(), Username = name };
        _rows[consumer.Id] = consumer;
        return consumer;
    }

    public void Replace(Consumer consumer) => _rows[consumer.Id] = consumer;

    public void Remove(Consumer consumer) => _rows.Remove(consumer.Id);

    public void Close() => _gate = new TaskCompletionSource();

    public void Open() => _gate.SetResult();

    public async ValueTask<IEntity?> FindAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) =>
        await AnswerAsync(_rows.GetValueOrDefault(id));

    public async ValueTask<IEntity?> FindByAsync(EntitySchema schema, string field, string value, CancellationToken cancellationToken) =>
        await AnswerAsync(_rows.Values.FirstOrDefault(row => row.Username == value));

    public ValueTask<IEntity?> FindChildAsync(
        EntitySchema schema, ParentFilter parent, string field, string value, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<StoreResult<bool>> WriteAsync(IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<StoreResult<Page>> ListAsync(EntitySchema schema, PageRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<IEntity>> ListChildrenAsync(
        EntitySchema schema, string field, IReadOnlyCollection<Guid> parents, CancellationToken cancellationToken, bool mayLag = false) =>
        throw new NotSupportedException();

    public ValueTask<StoreResult<TagPage>> ListTagsAsync(TagRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<StoreResult<IEntity>> InsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<StoreResult<IEntity>> UpdateAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<StoreResult<IEntity>> UpsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<StoreResult<bool>> DeleteAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private async Task<IEntity?> AnswerAsync(IEntity? row)
    {
        Asked++;
        await _gate.Task;
        return Fails ? throw new IOException("The store has failed.") : row;
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }
}
