using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Store;

public sealed class ReplicaTests
{
    [PostgresFact]
    public async Task Only_what_may_lag_is_read_from_the_replica()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using TestDatabase replica = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database, replica: replica);
        await using var behind = new OpenStore(replica);
        IEntity now = await store.InsertAsync("services", """{"host": "a"}""");
        IEntity before = await behind.InsertAsync("services", """{"host": "b"}""");

        Assert.Equal([before.Id], await ListAsync(store, mayLag: true));
        Assert.Equal([now.Id], await ListAsync(store, mayLag: false));
        Assert.NotNull(await store.Rows.FindAsync(OpenStore.Schema("services"), now.Id, CancellationToken.None));
    }

    [PostgresFact]
    public async Task Without_the_replica_the_database_is_asked()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        TestDatabase replica = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database, replica: replica);
        IEntity service = await store.InsertAsync("services", """{"host": "a"}""");
        Assert.Empty(await ListAsync(store, mayLag: true));

        await replica.DisposeAsync();

        Assert.Equal([service.Id], await ListAsync(store, mayLag: true));
    }

    private static async Task<IReadOnlyList<Guid>> ListAsync(OpenStore store, bool mayLag)
    {
        StoreResult<Page> page = await store.Rows.ListAsync(
            OpenStore.Schema("services"), new PageRequest(100) { MayLag = mayLag }, CancellationToken.None);
        return [.. page.Value.Rows.Select(row => row.Id)];
    }
}
