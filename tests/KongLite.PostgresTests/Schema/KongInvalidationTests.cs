using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Schema;

public sealed class KongInvalidationTests
{
    private static readonly string Service = $"INSERT INTO services (id, name, ws_id) SELECT {Feed.Id(1)}, 's', id FROM workspaces";
    private static readonly string Consumer = $"INSERT INTO consumers (id, username, ws_id) SELECT {Feed.Id(1)}, 'c', id FROM workspaces";
    private static readonly string Upstream = $"INSERT INTO upstreams (id, name, slots, ws_id) SELECT {Feed.Id(1)}, 'u', 10, id FROM workspaces";

    public static TheoryData<string, string, string> Writes { get; } = new()
    {
        { "SELECT 1", Service, "core_db services:#1:::::ws" },
        { Service, "UPDATE services SET name = 't'", "core_db router:version, core_db services:#1:::::ws" },
        { Service, "DELETE FROM services", "core_db services:#1:::::ws" },
        {
            "SELECT 1",
            $"INSERT INTO routes (id, ws_id) SELECT {Feed.Id(1)}, id FROM workspaces; INSERT INTO routes (id, ws_id) SELECT {Feed.Id(2)}, id FROM workspaces",
            "core_db router:version, core_db routes:#1:::::ws, core_db routes:#2:::::ws"
        },
        {
            Service,
            $"INSERT INTO plugins (id, name, config, enabled, service_id, ws_id) SELECT {Feed.Id(2)}, 'cors', 'null', true, {Feed.Id(1)}, id FROM workspaces",
            "core_db plugins:cors::#1:::ws, core_db plugins_iterator:version"
        },
        { Consumer, "UPDATE consumers SET username = 'd'", "db consumers:#1:::::ws, db consumers:c:::::ws, db consumers:d:::::ws" },
        {
            Consumer,
            $"INSERT INTO keyauth_credentials (id, key, consumer_id, ws_id) SELECT {Feed.Id(2)}, 'k', {Feed.Id(1)}, id FROM workspaces",
            "db keyauth_credentials:k:::::ws"
        },
        {
            $"{Consumer}; INSERT INTO keyauth_credentials (id, key, consumer_id, ws_id) SELECT {Feed.Id(2)}, 'k', {Feed.Id(1)}, id FROM workspaces",
            "UPDATE keyauth_credentials SET key = 'l'",
            "db keyauth_credentials:k:::::ws, db keyauth_credentials:l:::::ws"
        },
        {
            $"{Consumer}; INSERT INTO keyauth_credentials (id, key, consumer_id, ws_id) SELECT {Feed.Id(2)}, 'k', {Feed.Id(1)}, id FROM workspaces",
            "DELETE FROM consumers",
            "db consumers:#1:::::ws, db consumers:c:::::ws, db keyauth_credentials:k:::::ws"
        },
        {
            Consumer,
            $"INSERT INTO acls (id, \"group\", consumer_id, ws_id) SELECT {Feed.Id(2)}, 'g', {Feed.Id(1)}, id FROM workspaces",
            "db acls:#1:::::ws, db acls:#1:g::::ws"
        },
        { "SELECT 1", Upstream, "balancer:upstreams create:ws:#1:u, core_db upstreams:#1:::::ws" },
        {
            Upstream,
            $"INSERT INTO targets (id, upstream_id, target, weight, ws_id) SELECT {Feed.Id(2)}, {Feed.Id(1)}, 'h:80', 1, id FROM workspaces",
            "balancer:targets create:#1, core_db targets:#1:h:80::::ws"
        },
        {
            "SELECT 1",
            $"INSERT INTO snis (id, name, ws_id) SELECT {Feed.Id(1)}, 'a.b.test', id FROM workspaces",
            "core_db snis:*.b.test, core_db snis:#1:::::ws, core_db snis:a.b.*, core_db snis:a.b.test"
        },
        {
            "SELECT 1",
            $"INSERT INTO snis (id, name, ws_id) SELECT {Feed.Id(1)}, '*.b.test', id FROM workspaces",
            "core_db snis:*.b.test, core_db snis:#1:::::ws"
        },
        {
            $"INSERT INTO ca_certificates (id, cert, cert_digest) VALUES ({Feed.Id(1)}, 'c', 'd'); {Service}; UPDATE services SET ca_certificates = ARRAY[{Feed.Id(2)}, {Feed.Id(1)}]::uuid[]",
            "UPDATE ca_certificates SET cert = 'e'",
            "core_db ca_certificates:#1:::::, core_db ca_stores:dcc1285e61ed7d9c16b75bfe91add464"
        },
        {
            "SELECT 1",
            $"INSERT INTO key_sets (id, ws_id) SELECT {Feed.Id(1)}, id FROM workspaces; INSERT INTO keys (id, kid, set_id, ws_id) SELECT {Feed.Id(2)}, 'k', {Feed.Id(1)}, id FROM workspaces",
            "core_db key_sets:#1:::::ws, core_db keys:k:#1"
        },
        {
            "SELECT 1",
            $"INSERT INTO sm_vaults (id, prefix, name, config, ws_id) SELECT {Feed.Id(1)}, 'p', 'env', 'null', id FROM workspaces",
            "core_db vaults:p:::::ws"
        },
        { "SELECT 1", $"INSERT INTO sessions (id, session_id) VALUES ({Feed.Id(1)}, 's')", "db sessions:s:::::" },
    };

    [PostgresTheory]
    [MemberData(nameof(Writes))]
    public async Task A_node_tells_Kongs_nodes_what_they_cached(string before, string write, string events)
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await database.RunAsync(before);

        await database.AsNodeAsync(write);

        Assert.Equal(events, await database.TakeEventsAsync());
    }

    [PostgresFact]
    public async Task Who_is_not_a_node_tells_nothing()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        await database.RunAsync($"SELECT set_config('konglite.node_id', '', true); {Service}; {Consumer}");
        await database.RunAsync(Upstream);

        Assert.Null(await database.TakeEventsAsync());
        Assert.Equal("consumers #1, services #1, upstreams #1", await database.TakeChangesAsync());
    }

    [PostgresFact]
    public async Task Events_name_the_node_and_begin_when_the_transaction_ends()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        await database.AsNodeAsync($"{Service}; CREATE TABLE ended AS SELECT clock_timestamp() AS at");

        Assert.Equal(true, await database.ScalarAsync(
            $"SELECT node_id = '{Feed.Node}' AND nbf IS NULL AND at > (SELECT at FROM ended) AND expire_at - at BETWEEN '1 hour' AND '1 hour 1 second' FROM cluster_events"));
    }

    [PostgresFact]
    public async Task Each_transaction_tells_of_the_router_again()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await database.RunAsync(Service);

        await database.ScalarAsync(string.Concat(new[] { "t", "u" }.Select(
            name => $"BEGIN; SELECT set_config('konglite.node_id', '{Feed.Node}', true); UPDATE services SET name = '{name}'; COMMIT;")));

        Assert.Equal(2L, await database.ScalarAsync("SELECT count(*) FROM cluster_events WHERE data = 'router:version'"));
    }
}
