using System.Text.Json.Nodes;
using KongLite.Testing;
using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.PostgresTests.Nodes;

/// <summary>Whatever becomes of the database: the proxy goes on, the Admin API says so, and afterwards all is as before.</summary>
public sealed class OutageTests
{
    private const string Key = "secret";
    private const string Names = "SELECT coalesce(json_agg(name), '[]')::text FROM services";
    private const string EndNodesConnections =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'konglite'";

    [ClusterFact]
    public async Task A_server_that_is_killed_and_started_again_costs_no_request_and_no_write_that_was_answered()
    {
        await using ServerCluster cluster = await ServerCluster.StartAsync();
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using NodePair nodes = await StartAsync(cluster, upstream);
        await using Traffic traffic = Traffic.Start(nodes, ("/open", null), ("/closed", Key));
        await traffic.GoOnAsync(50, writes: 20);
        for (int i = 0; i < 2; i++)
        {
            await cluster.KillAsync();
            await traffic.FailAsync();
            await traffic.GoOnAsync(100);
            await cluster.RestartAsync();
            await traffic.GoOnAsync(100, writes: 50);
        }

        await traffic.StopAsync();

        var stored = ((JsonArray)JsonNode.Parse((string)(await cluster.ScalarAsync(Names))!)!).Select(name => (string?)name).ToHashSet();
        Assert.DoesNotContain(traffic.Written, name => !stored.Contains(name));
        await WorksAsync(nodes);
    }

    [ClusterFact]
    public async Task A_server_that_stands_still_is_as_good_as_none()
    {
        await using ServerCluster cluster = await ServerCluster.StartAsync();
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using NodePair nodes = await StartAsync(cluster, upstream);
        await using Traffic traffic = Traffic.Start(nodes, ("/open", null), ("/closed", Key));
        await traffic.GoOnAsync(50, writes: 20);

        await cluster.PauseAsync();

        await traffic.FailAsync();
        foreach (TestGateway node in nodes.Both)
        {
            Assert.True((await node.AskAsync("GET", "/services")).IsFailure);
            Assert.True((await node.AskAsync("PATCH", "/services/open", new { retries = 1 })).IsFailure);
            Assert.False((bool)(await node.AskAsync("GET", "/status")).Body!["database"]!["reachable"]!);
        }

        await traffic.GoOnAsync(100);
        await cluster.ContinueAsync();
        await traffic.GoOnAsync(100, writes: 20);
        await traffic.StopAsync();
        await WorksAsync(nodes);
    }

    [ClusterFact]
    public async Task A_server_without_a_free_connection_or_that_takes_no_writes_is_got_over()
    {
        // Three of them are kept for superusers, as whom the nodes come here.
        await using ServerCluster cluster = await ServerCluster.StartAsync(new Dictionary<string, string> { ["max_connections"] = "40" });
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using NodePair nodes = await StartAsync(cluster, upstream);
        await using Traffic traffic = Traffic.Start(nodes, ("/open", null), ("/closed", Key));
        await traffic.GoOnAsync(50, writes: 20);

        await using (var taken = await TakenConnections.AllOfAsync(cluster))
        {
            await traffic.FailAsync();
            await traffic.GoOnAsync(100);
        }

        await traffic.GoOnAsync(100, writes: 20);

        // One after the other: a connection that is made before the first has ended may still write.
        await cluster.ScalarAsync("ALTER DATABASE postgres SET default_transaction_read_only = on");
        await cluster.ScalarAsync(EndNodesConnections);
        await Poll.UntilIsAsync(200, async () => (await nodes.A.AskAsync("GET", "/services/open")).Status);
        await Poll.UntilIsAsync(200, async () => (await nodes.B.AskAsync("GET", "/services/open")).Status);
        foreach (TestGateway node in nodes.Both)
        {
            Assert.True((await node.AskAsync("PUT", "/services/new", new { host = "a.test" })).IsFailure);
            Assert.True((await node.AskAsync("DELETE", "/services/open")).IsFailure);
            Assert.Equal(200, (await node.AskAsync("GET", "/routes")).Status);
        }

        await traffic.GoOnAsync(100);
        await cluster.ScalarAsync($"BEGIN; SET TRANSACTION READ WRITE; ALTER DATABASE postgres RESET default_transaction_read_only; COMMIT; {EndNodesConnections}");
        await traffic.GoOnAsync(100, writes: 20);
        await traffic.StopAsync();
        await WorksAsync(nodes);
    }

    private static async Task<NodePair> StartAsync(ServerCluster cluster, FakeUpstream upstream)
    {
        await cluster.BootstrapAsync();
        Dictionary<string, string> settings = cluster.Settings();
        settings["pg_timeout"] = "3000";
        NodePair nodes = await NodePair.StartAsync(settings);
        foreach (string name in (string[])["open", "closed"])
        {
            await nodes.A.MustAsync("PUT", $"/services/{name}", new { url = upstream.Uri });
            await nodes.A.MustAsync("PUT", $"/services/{name}/routes/{name}", new { paths = new[] { $"/{name}" } });
        }

        await nodes.A.MustAsync("POST", "/routes/closed/plugins", new { name = "key-auth" });
        await nodes.A.MustAsync("PUT", "/consumers/c");
        await nodes.A.MustAsync("POST", "/consumers/c/key-auth", new { key = Key });
        foreach (TestGateway node in nodes.Both)
        {
            await node.MatchesDatabaseAsync();
            await Poll.UntilIsAsync(200, () => node.ProxyAsync("/closed", Key));
        }

        return nodes;
    }

    /// <summary>Both nodes take writes at once, and serve what the database holds.</summary>
    private static async Task WorksAsync(NodePair nodes)
    {
        foreach (TestGateway node in nodes.Both)
        {
            await node.MustAsync("PUT", "/services/last", new { host = "a.test" });
            await node.MatchesDatabaseAsync();
            Assert.Equal(200, await node.ProxyAsync("/closed", Key));
        }
    }

    /// <summary>All connections that a server has.</summary>
    private sealed class TakenConnections : IAsyncDisposable
    {
        private readonly List<NpgsqlConnection> _taken = [];

        public static async Task<TakenConnections> AllOfAsync(ServerCluster cluster)
        {
            var all = new TakenConnections();
            int limit = int.Parse((string)(await cluster.ScalarAsync("SHOW max_connections"))!, System.Globalization.CultureInfo.InvariantCulture);
            while (all._taken.Count < limit && await all.TakeAsync(cluster))
            {
            }

            // The nodes' own ones go; nobody gets another one in their place.
            while (all._taken.Count < limit)
            {
                await all.EndOthersAsync();
                await all.TakeAsync(cluster);
            }

            return all;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (NpgsqlConnection each in _taken)
            {
                await each.DisposeAsync();
            }
        }

        private async Task<bool> TakeAsync(ServerCluster cluster)
        {
            var connection = new NpgsqlConnection(cluster.Connection.ConnectionString);
            try
            {
                await connection.OpenAsync();
                _taken.Add(connection);
                return true;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                return false;
            }
        }

        private async Task EndOthersAsync()
        {
            await using var command = new NpgsqlCommand(EndNodesConnections, _taken[0]);
            await command.ExecuteNonQueryAsync();
        }
    }
}
