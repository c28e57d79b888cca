using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Store.Postgres;
using KongLite.Testing.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KongLite.PostgresTests.Rows;

public sealed class RowBinderTests
{
    private const string Parent = "11111111-1111-1111-1111-111111111111";

    [PostgresTheory]
    [InlineData("services", """{"protocol": "https", "host": "example.com", "retries": 3, "tls_verify_depth": 2, "tags": ["a", "b"], "ca_certificates": ["11111111-1111-1111-1111-111111111111"]}""")]
    [InlineData("services", """{"host": "example.com", "retries": null, "name": "é-ü", "tags": []}""")]
    [InlineData("routes", """{"protocols": ["tcp"], "sources": [{"ip": "10.0.0.0/8"}, {"port": 80}]}""")]
    [InlineData("routes", """{"paths": ["/a", "~/b\\d+$"], "headers": {"x-a": ["1", "2"]}, "path_handling": "v1", "regex_priority": 7}""")]
    [InlineData("consumers", """{"username": "jane", "custom_id": "1", "tags": ["x"]}""")]
    [InlineData("upstreams", """{"name": "up", "slots": 10, "healthchecks": {"active": {"healthy": {"interval": 1.5}, "headers": {"x": ["y"]}}}}""")]
    [InlineData("plugins", """{"name": "key-auth", "config": {"key_names": ["k"], "anonymous": null}}""")]
    [InlineData("vaults", """{"prefix": "my-env", "name": "env", "config": {"prefix": "SECRET_"}}""")]
    [InlineData("key_sets", """{"name": "set"}""")]
    [InlineData("sessions", """{"session_id": "s", "expires": 1700000000, "data": "d", "ttl": 60}""")]
    public async Task A_row_becomes_the_entity_that_it_was_made_of(string name, string input)
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        RowLayout layout = Given.Layout(name);
        IEntity entity = Given.Entity(layout, input);

        await Given.RowAsync(database, layout, entity);

        IEntity read = RowBinder.ToEntity(layout, await ReadAsync(database, layout));
        AssertSame(layout, entity, read);
    }

    [PostgresFact]
    public async Task Children_refer_to_their_parents_and_carry_their_cache_key()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await Given.RowAsync(database, Given.Layout("upstreams"), Given.Entity(Given.Layout("upstreams"), $$"""{"id": "{{Parent}}", "name": "up"}"""));
        RowLayout layout = Given.Layout("targets");
        IEntity entity = Given.Entity(layout, $$$"""{"upstream": {"id": "{{{Parent}}}"}, "target": "10.0.0.1:80", "created_at": 1700000000.123}""");

        await Given.RowAsync(database, layout, entity);

        AssertSame(layout, entity, RowBinder.ToEntity(layout, await ReadAsync(database, layout)));
        Assert.Equal(
            $"targets:{Parent}:10.0.0.1:80::::{await Given.WorkspaceAsync(database):D}", await database.ScalarAsync("SELECT cache_key FROM targets"));
    }

    [PostgresFact]
    public async Task The_cache_key_of_a_plugin_is_Kongs()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        RowLayout consumers = Given.Layout("consumers");
        await Given.RowAsync(database, consumers, Given.Entity(consumers, $$"""{"id": "{{Parent}}", "username": "jane"}"""));

        await Given.RowAsync(database, Given.Layout("plugins"), Given.Entity(Given.Layout("plugins"), $$$"""{"name": "rate-limiting", "config": {"minute": 5}, "consumer": {"id": "{{{Parent}}}"}}"""));

        Assert.Equal($"plugins:rate-limiting:::{Parent}::{await Given.WorkspaceAsync(database):D}", await database.ScalarAsync("SELECT cache_key FROM plugins"));
    }

    [PostgresFact]
    public async Task A_null_and_a_missing_key_read_as_the_default_where_a_value_is_required()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        RowLayout layout = Given.Layout("upstreams");
        await Given.RowAsync(database, layout, Given.Entity(layout, """{"name": "up"}"""));
        await database.ScalarAsync("UPDATE upstreams SET healthchecks = '{\"active\": {\"healthy\": null}}'");

        var upstream = (Upstream)RowBinder.ToEntity(layout, await ReadAsync(database, layout));

        var fresh = (Upstream)Given.Entity(layout, """{"name": "up"}""");
        Assert.Equal(
            layout.Schema.ToJson(fresh, DateTimeOffset.UnixEpoch)["healthchecks"]!.ToJsonString(),
            layout.Schema.ToJson(upstream, DateTimeOffset.UnixEpoch)["healthchecks"]!.ToJsonString());
    }

    private static async Task<Dictionary<string, object?>> ReadAsync(TestDatabase database, RowLayout layout)
    {
        await using NpgsqlConnection connection = await database.Source.OpenConnectionAsync();
        await using var context = KongDbContext.ForRows(connection, Given.Model);
        return await context.Rows(layout).AsNoTracking().SingleAsync();
    }

    private static void AssertSame(RowLayout layout, IEntity expected, IEntity actual)
    {
        JsonObject wanted = layout.Schema.ToJson(expected, DateTimeOffset.UnixEpoch);
        JsonObject found = layout.Schema.ToJson(actual, DateTimeOffset.UnixEpoch);
        Assert.True(JsonNode.DeepEquals(wanted, found), $"{wanted.ToJsonString()}\n{found.ToJsonString()}");
    }
}
