using System.Text.Json;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using static KongLite.Tests.Store.TestCatalog;

namespace KongLite.Tests.Store.Memory;

public sealed class MemoryStoreTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly MemoryStore _store;

    public MemoryStoreTests() => _store = new MemoryStore(Create(), _clock);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Finds_what_was_inserted_by_id_and_by_unique_field()
    {
        Service service = NewService("one");

        StoreResult<IEntity> inserted = await Insert(Services, service);

        Assert.Null(inserted.Error);
        Assert.Same(service, inserted.Value);
        Assert.Same(service, await _store.FindAsync(Services, service.Id, default));
        Assert.Same(service, await _store.FindByAsync(Services, "name", "one", default));
        Assert.Null(await _store.FindByAsync(Services, "name", "ONE", default));
        Assert.Null(await _store.FindAsync(Services, Guid.NewGuid(), default));
        Assert.True(_store.IsWritable);
    }

    [Fact]
    public async Task Refuses_a_taken_id_before_a_taken_name()
    {
        Service service = NewService("one");
        await Insert(Services, service);

        StoreError error = await Refused(_store.InsertAsync(Services, service with { Port = 81 }, default));

        Assert.Equal(ErrorCode.PrimaryKeyViolation, error.Code);
        Assert.Equal($"primary key violation on key '{{id=\"{service.Id}\"}}'", error.Message);
    }

    [Fact]
    public async Task Refuses_a_taken_name_in_the_same_letters_only()
    {
        await Insert(Services, NewService("one"));

        StoreError error = await Refused(_store.InsertAsync(Services, NewService("one"), default));

        Assert.Equal(ErrorCode.UniqueViolation, error.Code);
        Assert.Equal("UNIQUE violation detected on '{name=\"one\"}'", error.Message);
        Assert.Equal("""{"name":"one"}""", error.Fields!.ToJsonString());
        Assert.Null((await Insert(Services, NewService("One"))).Error);
    }

    [Fact]
    public async Task Takes_any_number_of_rows_without_a_name()
    {
        Assert.Null((await Insert(Services, NewService(null))).Error);
        Assert.Null((await Insert(Services, NewService(null))).Error);
    }

    [Fact]
    public async Task Names_the_first_of_two_taken_fields()
    {
        await Insert(Consumers, new Consumer { Id = Guid.NewGuid(), Username = "bob", CustomId = "x" });

        StoreError error = await Refused(_store.InsertAsync(Consumers, new Consumer { Id = Guid.NewGuid(), Username = "bob", CustomId = "x" }, default));

        Assert.Equal("UNIQUE violation detected on '{username=\"bob\"}'", error.Message);
    }

    [Fact]
    public async Task Refuses_a_second_plugin_in_one_scope_where_nulls_count_as_values()
    {
        Service service = NewService("one");
        await Insert(Services, service);
        await Insert(PluginRows, NewPlugin());
        await Insert(PluginRows, NewPlugin() with { ServiceId = service.Id });

        StoreError global = await Refused(_store.InsertAsync(PluginRows, NewPlugin(), default));
        StoreError scoped = await Refused(_store.InsertAsync(PluginRows, NewPlugin() with { ServiceId = service.Id }, default));

        Assert.Equal("UNIQUE violation detected on '{consumer=null,name=\"test-plugin\",route=null,service=null}'", global.Message);
        Assert.Equal(
            $$"""{"name":"test-plugin","route":null,"service":{"id":"{{service.Id}}"},"consumer":null}""", scoped.Fields!.ToJsonString());
        Assert.Null((await Insert(PluginRows, NewPlugin() with { Name = "other-plugin" })).Error);
    }

    [Fact]
    public async Task Keeps_instance_names_unique_by_themselves()
    {
        await Insert(PluginRows, NewPlugin() with { InstanceName = "x" });

        StoreError error = await Refused(_store.InsertAsync(PluginRows, NewPlugin() with { Name = "other-plugin", InstanceName = "x" }, default));

        Assert.Equal("UNIQUE violation detected on '{instance_name=\"x\"}'", error.Message);
    }

    [Fact]
    public async Task Tells_combinations_apart_that_join_to_the_same_text()
    {
        Consumer bob = await InsertConsumer("bob");

        Assert.Null((await Insert(Groups, new TestGroup { Id = Guid.NewGuid(), ConsumerId = bob.Id, Group = "1:a" })).Error);
        Assert.Null((await Insert(Groups, new TestGroup { Id = Guid.NewGuid(), ConsumerId = bob.Id, Group = "a" })).Error);
        StoreError error = await Refused(_store.InsertAsync(Groups, new TestGroup { Id = Guid.NewGuid(), ConsumerId = bob.Id, Group = "a" }, default));

        Assert.Equal($"UNIQUE violation detected on '{{consumer={{id=\"{bob.Id}\"}},group=\"a\"}}'", error.Message);
    }

    [Fact]
    public async Task Refuses_a_reference_to_nothing()
    {
        Guid nowhere = Guid.NewGuid();

        StoreError error = await Refused(_store.InsertAsync(Routes, NewRoute("r", nowhere), default));

        Assert.Equal(ErrorCode.ForeignKeyViolation, error.Code);
        Assert.Equal($"the foreign key '{{id=\"{nowhere}\"}}' does not reference an existing 'services' entity.", error.Message);
        Assert.Equal($$$"""{"service":{"id":"{{{nowhere}}}"}}""", error.Fields!.ToJsonString());
    }

    [Fact]
    public async Task Refuses_a_reference_to_an_entity_that_is_not_loaded()
    {
        StoreError error = await Refused(_store.InsertAsync(Services, NewService("s") with { ClientCertificateId = Guid.NewGuid() }, default));

        Assert.Contains("does not reference an existing 'certificates' entity.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_a_taken_name_before_a_lost_parent()
    {
        await Insert(Routes, NewRoute("r", null));

        StoreError error = await Refused(_store.InsertAsync(Routes, NewRoute("r", Guid.NewGuid()), default));

        Assert.Equal(ErrorCode.UniqueViolation, error.Code);
    }

    [Fact]
    public async Task Refuses_to_delete_a_service_that_routes_use()
    {
        Service service = NewService("one");
        await Insert(Services, service);
        Route route = NewRoute("r", service.Id);
        await Insert(Routes, route);

        StoreError error = (await _store.DeleteAsync(Services, service.Id, default)).Error!;

        Assert.Equal(ErrorCode.ForeignKeyViolation, error.Code);
        Assert.Equal("an existing 'routes' entity references this 'services' entity", error.Message);
        Assert.Equal("""{"@referenced_by":"routes"}""", error.Fields!.ToJsonString());
        await _store.UpdateAsync(Routes, route with { ServiceId = null }, default);
        Assert.True((await _store.DeleteAsync(Services, service.Id, default)).Value);
    }

    [Fact]
    public async Task Deletes_plugins_and_credentials_with_their_consumer()
    {
        Consumer bob = await InsertConsumer("bob");
        Consumer eve = await InsertConsumer("eve");
        await Insert(PluginRows, NewPlugin() with { ConsumerId = bob.Id });
        await Insert(Credentials, NewCredential(bob.Id, "k"));
        TestCredential kept = NewCredential(eve.Id, "k2");
        await Insert(Credentials, kept);

        await _store.DeleteAsync(Consumers, bob.Id, default);

        Assert.Empty(await All(PluginRows));
        Assert.Equal([kept], await All(Credentials));
        Assert.Null(await _store.FindByAsync(Credentials, "key", "k", default));
        Assert.Null((await Insert(Credentials, NewCredential(eve.Id, "k"))).Error);
    }

    [Fact]
    public async Task Deletes_nothing_when_a_service_has_plugins_and_routes()
    {
        Service service = NewService("one");
        await Insert(Services, service);
        await Insert(Routes, NewRoute("r", service.Id));
        await Insert(PluginRows, NewPlugin() with { ServiceId = service.Id });

        await _store.DeleteAsync(Services, service.Id, default);

        Assert.Single(await All(Services));
        Assert.Single(await All(PluginRows));
    }

    [Fact]
    public async Task Tells_whether_there_was_a_row_to_delete()
    {
        Service service = NewService("one");
        await Insert(Services, service);

        Assert.True((await _store.DeleteAsync(Services, service.Id, default)).Value);
        Assert.False((await _store.DeleteAsync(Services, service.Id, default)).Value);
    }

    [Fact]
    public async Task Replaces_a_row_and_frees_its_old_keys()
    {
        Service service = NewService("one");
        await Insert(Services, service);

        await _store.UpdateAsync(Services, service with { Name = "two" }, default);

        Assert.Null(await _store.FindByAsync(Services, "name", "one", default));
        Assert.Equal(service.Id, (await _store.FindByAsync(Services, "name", "two", default))!.Id);
        Assert.Null((await Insert(Services, NewService("one"))).Error);
    }

    [Fact]
    public async Task Does_not_update_what_is_not_there()
    {
        Service service = NewService("one");

        StoreError error = await Refused(_store.UpdateAsync(Services, service, default));

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal($"could not find the entity with primary key '{{id=\"{service.Id}\"}}'", error.Message);
    }

    [Fact]
    public async Task Keeps_the_old_row_when_an_update_is_refused()
    {
        await Insert(Services, NewService("one"));
        Service two = NewService("two");
        await Insert(Services, two);

        StoreError error = await Refused(_store.UpdateAsync(Services, two with { Name = "one" }, default));

        Assert.Equal(ErrorCode.UniqueViolation, error.Code);
        Assert.Same(two, await _store.FindByAsync(Services, "name", "two", default));
    }

    [Fact]
    public async Task Upserts_a_new_row_and_an_old_one()
    {
        Service service = NewService("one");

        Assert.Null((await _store.UpsertAsync(Services, service, default)).Error);
        Assert.Null((await _store.UpsertAsync(Services, service with { Port = 81 }, default)).Error);

        Assert.Equal(81, ((Service)Assert.Single(await All(Services))).Port);
    }

    [Fact]
    public async Task Moves_a_child_to_another_parent()
    {
        Consumer bob = await InsertConsumer("bob");
        Consumer eve = await InsertConsumer("eve");
        TestCredential credential = NewCredential(bob.Id, "k");
        await Insert(Credentials, credential);

        await _store.UpdateAsync(Credentials, credential with { ConsumerId = eve.Id }, default);

        Assert.Empty(await All(Credentials, new ParentFilter("consumer", bob.Id)));
        Assert.Single(await All(Credentials, new ParentFilter("consumer", eve.Id)));
        await _store.DeleteAsync(Consumers, bob.Id, default);
        Assert.Single(await All(Credentials));
    }

    [Theory]
    [InlineData(WriteKind.Update)]
    [InlineData(WriteKind.Upsert)]
    [InlineData(WriteKind.Delete)]
    public async Task Writes_nothing_when_a_row_is_not_as_its_writer_read_it(WriteKind kind)
    {
        Service service = NewService("one");
        await Insert(Services, service);
        IEntity basis = (await _store.FindByAsync(Services, "name", "one", default))!;
        var write = new EntityWrite(kind, Services, service.Id, kind == WriteKind.Delete ? null : service with { Port = 82 }) { Basis = basis };
        EntityWrite other = EntityWrite.Put(WriteKind.Insert, Services, NewService("two"));

        await _store.UpdateAsync(Services, service with { Port = 81 }, default);
        StoreError changed = await Refused(_store.WriteAsync([other, write], default));
        Service kept = (Service)(await _store.FindAsync(Services, service.Id, default))!;
        StoreResult<bool> current = await _store.WriteAsync([write with { Basis = kept }], default);
        await _store.DeleteAsync(Services, service.Id, default);
        StoreError gone = await Refused(_store.WriteAsync([other, write with { Basis = kept }], default));

        Assert.Equal((ErrorCode.Outdated, 81, ErrorCode.Outdated), (changed.Code, kept.Port, gone.Code));
        Assert.Null(current.Error);
        Assert.Null(await _store.FindByAsync(Services, "name", "two", default));
    }

    [Fact]
    public async Task Asking_by_a_field_that_is_not_unique_is_a_bug() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.FindByAsync(Services, "host", "h", default));

    [Fact]
    public async Task Holds_many_rows_without_slowing_down()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (int i = 0; i < 20_000; i++)
        {
            await Insert(Services, NewService($"s{i}"));
        }

        // A linear insert would take minutes; the bound only has to tell that apart on a busy machine.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
        Assert.Equal(20_000, (await All(Services)).Count);
    }

    internal static Service NewService(string? name) => new() { Id = Guid.NewGuid(), CreatedAt = 1, UpdatedAt = 1, Name = name, Host = "h.test" };

    internal static Consumer NewConsumer(string name) => new() { Id = Guid.NewGuid(), CreatedAt = 1, UpdatedAt = 1, Username = name };

    internal static Route NewRoute(string name, Guid? service) => new() { Id = Guid.NewGuid(), CreatedAt = 1, UpdatedAt = 1, Name = name, ServiceId = service, Paths = ["/"] };

    internal static Plugin NewPlugin() => new() { Id = Guid.NewGuid(), CreatedAt = 1, UpdatedAt = 1, Name = "test-plugin", Config = JsonDocument.Parse("{}").RootElement };

    internal static TestCredential NewCredential(Guid consumer, string key) => new() { Id = Guid.NewGuid(), CreatedAt = 1, ConsumerId = consumer, Key = key };

    private static async Task<StoreError> Refused<T>(ValueTask<StoreResult<T>> write)
    {
        StoreError? error = (await write).Error;
        Assert.NotNull(error);
        return error;
    }

    private async Task<Consumer> InsertConsumer(string name)
    {
        Consumer consumer = NewConsumer(name);
        await Insert(Consumers, consumer);
        return consumer;
    }

    private ValueTask<StoreResult<IEntity>> Insert(EntitySchema schema, IEntity entity) => _store.InsertAsync(schema, entity, default);

    private Task<List<IEntity>> All(EntitySchema schema, ParentFilter? parent = null) => Paging.AllAsync(_store, schema, 1000, parent);
}
