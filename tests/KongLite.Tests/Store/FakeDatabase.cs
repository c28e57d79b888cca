using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Tests.Store;

/// <summary>A store in memory that behaves like a database: it can be out of reach.</summary>
internal sealed class FakeDatabase(SchemaCatalog catalog, TimeProvider clock) : IEntityStore, IChangeFeed, IDatabase
{
    public const string Reason = "connection refused";
    private readonly MemoryStore _rows = new(catalog, clock);
    private readonly Lock _gate = new();
    private CancellationTokenSource _connection = new();
    private int _reads;

    public bool IsWritable => true;

    /// <summary>How often the change feed was asked.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Whether it is out of reach.</summary>
    public bool IsLost => _connection.IsCancellationRequested;

    /// <summary>Adds it in place of other stores.</summary>
    public static void Add(IServiceCollection services, bool isLost)
    {
        services.AddSingleton(provider =>
        {
            var database = new FakeDatabase(provider.GetRequiredService<SchemaCatalog>(), provider.GetRequiredService<TimeProvider>());
            if (isLost)
            {
                database.Lose();
            }

            return database;
        });
        services.AddSingleton<IEntityStore>(provider => provider.GetRequiredService<FakeDatabase>());
        services.AddSingleton<IChangeFeed>(provider => provider.GetRequiredService<FakeDatabase>());
        services.AddSingleton<IDatabase>(provider => provider.GetRequiredService<FakeDatabase>());
    }

    public void Lose()
    {
        lock (_gate)
        {
            _connection.Cancel();
        }
    }

    public void Find()
    {
        lock (_gate)
        {
            _connection = new CancellationTokenSource();
        }
    }

    public ValueTask<bool> IsReachableAsync(CancellationToken cancellationToken) => new(!IsLost);

    public async ValueTask<ChangeBatch> NextAsync(long after, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        CancellationToken connection = Open().Token;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(connection, cancellationToken);
        try
        {
            return await _rows.NextAsync(after, both.Token);
        }
        catch (OperationCanceledException) when (connection.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StoreException(Reason);
        }
    }

    public ValueTask<IEntity?> FindAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) => Rows().FindAsync(schema, id, cancellationToken);

    public ValueTask<IEntity?> FindByAsync(EntitySchema schema, string field, string value, CancellationToken cancellationToken) =>
        Rows().FindByAsync(schema, field, value, cancellationToken);

    public ValueTask<IEntity?> FindChildAsync(
        EntitySchema schema, ParentFilter parent, string field, string value, CancellationToken cancellationToken) =>
        Rows().FindChildAsync(schema, parent, field, value, cancellationToken);

    public ValueTask<StoreResult<Page>> ListAsync(EntitySchema schema, PageRequest request, CancellationToken cancellationToken) =>
        Rows().ListAsync(schema, request, cancellationToken);

    public ValueTask<IReadOnlyList<IEntity>> ListChildrenAsync(
        EntitySchema schema, string field, IReadOnlyCollection<Guid> parents, CancellationToken cancellationToken, bool mayLag = false) =>
        Rows().ListChildrenAsync(schema, field, parents, cancellationToken, mayLag);

    public ValueTask<StoreResult<TagPage>> ListTagsAsync(TagRequest request, CancellationToken cancellationToken) =>
        Rows().ListTagsAsync(request, cancellationToken);

    public ValueTask<StoreResult<IEntity>> InsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        Rows().InsertAsync(schema, entity, cancellationToken);

    public ValueTask<StoreResult<IEntity>> UpdateAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        Rows().UpdateAsync(schema, entity, cancellationToken);

    public ValueTask<StoreResult<IEntity>> UpsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        Rows().UpsertAsync(schema, entity, cancellationToken);

    public ValueTask<StoreResult<bool>> DeleteAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) =>
        Rows().DeleteAsync(schema, id, cancellationToken);

    public ValueTask<StoreResult<bool>> WriteAsync(IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken) =>
        Rows().WriteAsync(writes, cancellationToken);

    private MemoryStore Rows()
    {
        Open();
        return _rows;
    }

    private CancellationTokenSource Open()
    {
        lock (_gate)
        {
            return IsLost ? throw new StoreException(Reason) : _connection;
        }
    }
}
