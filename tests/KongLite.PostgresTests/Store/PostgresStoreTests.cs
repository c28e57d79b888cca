using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Store;

public sealed class PostgresStoreTests
{
    private const string One = "11111111-1111-1111-1111-111111111111";
    private const string Two = "22222222-2222-2222-2222-222222222222";
    private static readonly Guid IdOne = Guid.Parse(One);

    [PostgresFact]
    public async Task A_row_is_found_by_its_id_and_by_a_unique_value()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        await store.InsertAsync("services", $$"""{"id": "{{One}}", "name": "one", "host": "a", "tags": ["x"]}""");

        IEntity? byId = await store.Rows.FindAsync(OpenStore.Schema("services"), IdOne, CancellationToken.None);
        IEntity? byName = await store.Rows.FindByAsync(OpenStore.Schema("services"), "name", "one", CancellationToken.None);

        Assert.Equal("a", ((Service)byId!).Host);
        Assert.Equal(IdOne, byName!.Id);
        Assert.Null(await store.Rows.FindAsync(OpenStore.Schema("services"), Guid.NewGuid(), CancellationToken.None));
    }

    [PostgresTheory]
    [InlineData("nobody")]
    [InlineData("on\0e")]
    [InlineData("\ud800")]
    [InlineData("")]
    public async Task A_value_that_no_row_has_finds_none_whatever_it_is_made_of(string name)
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        await store.InsertAsync("services", """{"name": "one", "host": "a"}""");

        Assert.Null(await store.Rows.FindByAsync(OpenStore.Schema("services"), "name", name, CancellationToken.None));
        Assert.Empty(await store.ListAsync("services", new TagFilter([name], MatchAll: true)));
    }

    [PostgresFact]
    public async Task Pages_give_each_row_once_ascending_by_id()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        Guid[] ids = [.. Enumerable.Range(0, 7).Select(_ => Guid.NewGuid())];
        foreach (Guid id in ids)
        {
            await store.InsertAsync("consumers", $$"""{"id": "{{id}}", "username": "{{id}}"}""");
        }

        var seen = new List<Guid>();
        string? offset = null;
        do
        {
            StoreResult<Page> page = await store.Rows.ListAsync(OpenStore.Schema("consumers"), new PageRequest(3, offset), CancellationToken.None);
            seen.AddRange(page.Value.Rows.Select(row => row.Id));
            offset = page.Value.Next;
        }
        while (offset is not null);

        Assert.Equal(ids.OrderBy(id => id.ToString(), StringComparer.Ordinal), seen);
    }

    [PostgresFact]
    public async Task A_page_token_of_anything_is_refused()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);

        StoreResult<Page> page = await store.Rows.ListAsync(OpenStore.Schema("consumers"), new PageRequest(3, "%%"), CancellationToken.None);

        Assert.Equal("'%%' is not a valid offset: bad base64 encoding", page.Error!.Message);
    }

    [PostgresFact]
    public async Task Rows_are_found_by_all_or_any_of_their_tags_and_by_their_parent()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity service = await store.InsertAsync("services", """{"host": "a"}""");
        IEntity both = await store.InsertAsync("routes", $$$"""{"paths": ["/"], "tags": ["x", "y"], "service": {"id": "{{{service.Id}}}"}}""");
        IEntity one = await store.InsertAsync("routes", """{"paths": ["/"], "tags": ["y"]}""");
        await store.InsertAsync("routes", """{"paths": ["/"]}""");

        Assert.Equal([both.Id], await store.ListAsync("routes", new TagFilter(["x", "y"], MatchAll: true)));
        Assert.Equal(new[] { both.Id, one.Id }.Order(), await store.ListAsync("routes", new TagFilter(["x", "y"], MatchAll: false)));
        Assert.Equal([both.Id], await store.ListAsync("routes", parent: new ParentFilter("service", service.Id)));
        Assert.Equal([both.Id], await store.ListAsync("routes", new TagFilter(["y"], MatchAll: true), new ParentFilter("service", service.Id)));
    }

    [PostgresFact]
    public async Task A_child_is_found_below_its_parent_only()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity first = await store.InsertAsync("consumers", """{"username": "first"}""");
        IEntity second = await store.InsertAsync("consumers", """{"username": "second"}""");
        await store.InsertAsync("acls", $$$"""{"group": "g", "consumer": {"id": "{{{first.Id}}}"}}""");

        IEntity? found = await store.Rows.FindChildAsync(
            OpenStore.Schema("acls"), new ParentFilter("consumer", first.Id), "group", "g", CancellationToken.None);
        IEntity? other = await store.Rows.FindChildAsync(
            OpenStore.Schema("acls"), new ParentFilter("consumer", second.Id), "group", "g", CancellationToken.None);

        Assert.NotNull(found);
        Assert.Null(other);
    }

    [PostgresFact]
    public async Task A_row_whose_time_is_over_is_seen_by_nobody_and_keeps_its_key_until_it_is_cleaned_away()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity consumer = await store.InsertAsync("consumers", """{"username": "a"}""");
        string input = $$$"""{"key": "k", "ttl": 1000, "consumer": {"id": "{{{consumer.Id}}}"}}""";
        IEntity credential = await store.InsertAsync("keyauth_credentials", input);
        EntitySchema schema = OpenStore.Schema("keyauth_credentials");
        Assert.NotNull(await store.Rows.FindByAsync(schema, "key", "k", CancellationToken.None));

        await database.ScalarAsync("UPDATE keyauth_credentials SET ttl = now() - interval '1 second'");

        Assert.Null(await store.Rows.FindByAsync(schema, "key", "k", CancellationToken.None));
        Assert.Null(await store.Rows.FindAsync(schema, credential.Id, CancellationToken.None));
        Assert.Empty(await store.ListAsync("keyauth_credentials"));
        Assert.Equal(ErrorCode.NotFound, (await store.Rows.UpdateAsync(schema, credential, CancellationToken.None)).Error!.Code);
        Assert.False((await store.Rows.DeleteAsync(schema, credential.Id, CancellationToken.None)).Value);
        Assert.Equal(
            ErrorCode.UniqueViolation,
            (await store.Rows.InsertAsync(schema, OpenStore.Entity("keyauth_credentials", input), CancellationToken.None)).Error!.Code);

        await store.Cleaner.CleanAsync(CancellationToken.None);

        await store.InsertAsync("keyauth_credentials", input);
    }

    [PostgresFact]
    public async Task Updates_replace_what_is_there_and_upserts_also_make_it()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        EntitySchema schema = OpenStore.Schema("services");
        IEntity before = OpenStore.Entity("services", $$"""{"id": "{{One}}", "name": "one", "host": "a", "tags": ["t"], "retries": 3}""");
        IEntity after = OpenStore.Entity("services", $$"""{"id": "{{One}}", "name": "one", "host": "b"}""");

        Assert.Equal(ErrorCode.NotFound, (await store.Rows.UpdateAsync(schema, before, CancellationToken.None)).Error!.Code);
        Assert.Null((await store.Rows.UpsertAsync(schema, before, CancellationToken.None)).Error);
        Assert.Null((await store.Rows.UpdateAsync(schema, after, CancellationToken.None)).Error);

        var stored = (Service)(await store.Rows.FindAsync(schema, IdOne, CancellationToken.None))!;
        Assert.Equal(("b", null, 5), (stored.Host, stored.Tags, stored.Retries));
    }

    [PostgresFact]
    public async Task Of_several_writes_all_happen_or_none()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity service = OpenStore.Entity("services", $$"""{"id": "{{One}}", "host": "a"}""");
        IEntity route = OpenStore.Entity("routes", $$$"""{"paths": ["/"], "service": {"id": "{{{Two}}}"}}""");

        StoreResult<bool> result = await store.Rows.WriteAsync(
            [EntityWrite.Put(WriteKind.Insert, OpenStore.Schema("services"), service), EntityWrite.Put(WriteKind.Insert, OpenStore.Schema("routes"), route)],
            CancellationToken.None);

        Assert.Equal($"the foreign key '{{id=\"{Two}\"}}' does not reference an existing 'services' entity.", result.Error!.Message);
        Assert.Equal(0L, await database.ScalarAsync("SELECT (SELECT count(*) FROM services) + (SELECT count(*) FROM routes)"));
    }

    [PostgresFact]
    public async Task A_deleted_row_takes_along_what_goes_with_it_and_stays_where_others_hold_on_to_it()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity consumer = await store.InsertAsync("consumers", """{"username": "a"}""");
        await store.InsertAsync("acls", $$$"""{"group": "g", "consumer": {"id": "{{{consumer.Id}}}"}}""");
        IEntity service = await store.InsertAsync("services", """{"host": "a"}""");
        await store.InsertAsync("routes", $$$"""{"paths": ["/"], "service": {"id": "{{{service.Id}}}"}}""");

        StoreResult<bool> gone = await store.Rows.DeleteAsync(OpenStore.Schema("consumers"), consumer.Id, CancellationToken.None);
        StoreResult<bool> again = await store.Rows.DeleteAsync(OpenStore.Schema("consumers"), consumer.Id, CancellationToken.None);
        StoreResult<bool> held = await store.Rows.DeleteAsync(OpenStore.Schema("services"), service.Id, CancellationToken.None);

        Assert.Equal((true, false), (gone.Value, again.Value));
        Assert.Equal("an existing 'routes' entity references this 'services' entity", held.Error!.Message);
        Assert.Empty(await store.ListAsync("acls"));
    }

    [PostgresTheory]
    [InlineData("texts may not contain the character U+0000", "consumers", "{\"custom_id\": \"a\\u0000b\"}")]
    [InlineData("texts may not contain the character U+0000", "plugins", "{\"name\": \"request-termination\", \"config\": {\"message\": \"a\\u0000b\"}}")]
    public async Task A_value_that_the_database_cannot_keep_is_refused_as_wrong_input(string message, string name, string input)
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);

        StoreResult<IEntity> result = await store.Rows.InsertAsync(OpenStore.Schema(name), OpenStore.Entity(name, input), CancellationToken.None);

        Assert.Equal((ErrorCode.SchemaViolation, $"schema violation ({message})"), (result.Error!.Code, result.Error.Message));
    }

    [PostgresFact]
    public async Task A_value_that_no_index_takes_is_refused_as_wrong_input()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        var random = new Random(1);
        string custom = string.Concat(Enumerable.Range(0, 9000).Select(_ => (char)random.Next('a', 'z')));

        StoreResult<IEntity> result = await store.Rows.InsertAsync(
            OpenStore.Schema("consumers"), OpenStore.Entity("consumers", $$"""{"custom_id": "{{custom}}"}"""), CancellationToken.None);

        Assert.Equal((ErrorCode.SchemaViolation, "schema violation (a value is too long to be indexed)"), (result.Error!.Code, result.Error.Message));
    }

    [PostgresFact]
    public async Task Upserts_of_one_id_by_many_end_as_if_one_came_after_the_other()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);

        StoreResult<IEntity>[] results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => store.Rows.UpsertAsync(
            OpenStore.Schema("services"),
            OpenStore.Entity("services", $$"""{"id": "{{One}}", "host": "host-{{i}}"}"""),
            CancellationToken.None).AsTask()));

        Assert.All(results, result => Assert.Null(result.Error));
        Assert.Single(await store.ListAsync("services"));
    }

    [PostgresFact]
    public async Task Writes_that_would_wait_for_each_other_for_ever_both_succeed()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        EntitySchema schema = OpenStore.Schema("services");
        await store.InsertAsync("services", $$"""{"id": "{{One}}", "host": "a"}""");
        await store.InsertAsync("services", $$"""{"id": "{{Two}}", "host": "a"}""");

        StoreResult<bool>[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => store.Rows.WriteAsync(
            [.. (i % 2 == 0 ? new[] { One, Two } : [Two, One]).Select(id => EntityWrite.Put(
                WriteKind.Update, schema, OpenStore.Entity("services", $$"""{"id": "{{id}}", "host": "host-{{i}}"}""")))],
            CancellationToken.None).AsTask()));

        Assert.All(results, result => Assert.Null(result.Error));
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(DISTINCT host) FROM services"));
    }

    [PostgresFact]
    public async Task A_row_that_somebody_spoilt_by_hand_is_named()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        await store.InsertAsync("services", $$"""{"id": "{{One}}", "host": "a"}""");
        await database.ScalarAsync("UPDATE services SET protocol = 'smoke'");

        StoreException error = await Assert.ThrowsAsync<StoreException>(
            () => store.Rows.FindAsync(OpenStore.Schema("services"), IdOne, CancellationToken.None).AsTask());

        Assert.Equal($"row {One} of table services holds what its schema does not allow", error.Message);
    }
}
