using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Store;

public sealed class ChildrenTests
{
    private static readonly EntitySchema Routes = OpenStore.Schema("routes");
    private static readonly EntitySchema Services = OpenStore.Schema("services");

    [PostgresFact]
    public async Task Of_several_parents_are_listed_at_once_ascending_by_id()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity[] services = [await ServiceAsync(store), await ServiceAsync(store), await ServiceAsync(store)];
        IEntity[] routes = [await RouteAsync(store, services[0]), await RouteAsync(store, services[1]), await RouteAsync(store, services[0])];
        await RouteAsync(store, services[2]);

        IReadOnlyList<IEntity> found = await ListAsync(store, services[0], services[1], services[0]);

        Assert.Equal(routes.Select(route => route.Id).Order(), found.Select(route => route.Id));
        Assert.Empty(await ListAsync(store));
    }

    [PostgresFact]
    public async Task Whose_time_is_over_are_not_listed()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity consumer = await store.InsertAsync("consumers", """{"username": "a"}""");
        await store.InsertAsync("keyauth_credentials", $$$"""{"key": "k", "ttl": 1000, "consumer": {"id": "{{{consumer.Id}}}"}}""");
        EntitySchema schema = OpenStore.Schema("keyauth_credentials");
        Assert.Single(await store.Rows.ListChildrenAsync(schema, "consumer", [consumer.Id], CancellationToken.None));

        await database.ScalarAsync("UPDATE keyauth_credentials SET ttl = now() - interval '1 second'");

        Assert.Empty(await store.Rows.ListChildrenAsync(schema, "consumer", [consumer.Id], CancellationToken.None));
    }

    [PostgresFact]
    public async Task May_come_from_a_replica_when_they_may_lag()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using TestDatabase replica = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database, replica: replica);
        IEntity service = await ServiceAsync(store);
        await RouteAsync(store, service);

        Assert.Single(await store.Rows.ListChildrenAsync(Routes, "service", [service.Id], CancellationToken.None));
        Assert.Empty(await store.Rows.ListChildrenAsync(Routes, "service", [service.Id], CancellationToken.None, mayLag: true));
    }

    [PostgresTheory]
    [InlineData(WriteKind.Update)]
    [InlineData(WriteKind.Upsert)]
    public async Task That_are_others_than_a_writer_has_read_keep_it_from_writing(WriteKind kind)
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity service = await ServiceAsync(store);
        IEntity route = await RouteAsync(store, service);
        EntityWrite write = EntityWrite.Put(kind, Services, service) with { Children = new KnownChildren(Routes, "service", await ListAsync(store, service)) };

        StoreResult<bool> current = await store.Rows.WriteAsync([write], CancellationToken.None);
        await store.Rows.UpdateAsync(Routes, (Route)route with { Paths = ["/other"] }, CancellationToken.None);
        StoreResult<bool> changed = await store.Rows.WriteAsync([write], CancellationToken.None);
        await store.Rows.DeleteAsync(Routes, route.Id, CancellationToken.None);
        StoreResult<bool> fewer = await store.Rows.WriteAsync([write], CancellationToken.None);
        await RouteAsync(store, service);
        StoreResult<bool> others = await store.Rows.WriteAsync([write], CancellationToken.None);

        Assert.Null(current.Error);
        Assert.All([changed, fewer, others], result => Assert.Equal(ErrorCode.Outdated, result.Error?.Code));
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_many_writers_who_read_the_same_children_one_gets_to_replace_them(bool isThere)
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity service = isThere ? await ServiceAsync(store) : OpenStore.Entity("services", """{"host": "a"}""");
        IReadOnlyList<IEntity> read = await ListAsync(store, service);

        StoreResult<bool>[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.Rows.WriteAsync(
            [
                EntityWrite.Put(WriteKind.Upsert, Services, service) with { Children = new KnownChildren(Routes, "service", read) },
                EntityWrite.Put(WriteKind.Insert, Routes, OpenStore.Entity("routes", RouteOf(service))),
            ],
            CancellationToken.None).AsTask()));

        Assert.Single(results, result => result.Error is null);
        Assert.Equal(7, results.Count(result => result.Error?.Code == ErrorCode.Outdated));
        Assert.Single(await ListAsync(store, service));
    }

    private static Task<IEntity> ServiceAsync(OpenStore store) => store.InsertAsync("services", """{"host": "a"}""");

    private static Task<IEntity> RouteAsync(OpenStore store, IEntity service) => store.InsertAsync("routes", RouteOf(service));

    private static string RouteOf(IEntity service) => $$$"""{"paths": ["/"], "service": {"id": "{{{service.Id}}}"}}""";

    private static async Task<IReadOnlyList<IEntity>> ListAsync(OpenStore store, params IEntity[] parents) =>
        await store.Rows.ListChildrenAsync(Routes, "service", [.. parents.Select(parent => parent.Id)], CancellationToken.None);
}
