using KongLite.Commands;
using KongLite.Settings;
using KongLite.Testing;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Nodes;

/// <summary>Nodes that start on a database that is not there, or not ready.</summary>
public sealed class StartTests
{
    [ClusterFact]
    public async Task A_node_starts_without_its_database_and_serves_as_soon_as_it_is_there()
    {
        await using ServerCluster cluster = await ServerCluster.StartAsync();
        await cluster.BootstrapAsync();
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using (TestGateway before = await TestGateway.StartAsync(cluster.Settings()))
        {
            await before.MustAsync("PUT", "/services/s", new { url = upstream.Uri });
            await before.MustAsync("PUT", "/services/s/routes/r", new { paths = new[] { "/r" } });
        }

        await cluster.StopAsync();

        await using TestGateway node = await TestGateway.StartAsync(cluster.Settings());

        AdminAnswer status = await node.AskAsync("GET", "/status");
        Assert.Equal((200, false), (status.Status, (bool)status.Body!["database"]!["reachable"]!));
        Assert.Equal(503, await node.ProxyAsync("/r"));
        Assert.True((await node.AskAsync("GET", "/services")).IsFailure);
        Assert.True((await node.AskAsync("POST", "/services", new { host = "a.test" })).IsFailure);

        await cluster.RestartAsync();

        await Poll.UntilIsAsync(200, () => node.ProxyAsync("/r"));
        Assert.True((bool)(await node.AskAsync("GET", "/status")).Body!["database"]!["reachable"]!);
        await node.MustAsync("PUT", "/services/s/routes/q", new { paths = new[] { "/q" } });
        Assert.Equal(200, await node.ProxyAsync("/q"));
    }

    [PostgresFact]
    public async Task A_node_refuses_a_database_without_tables_and_names_the_command()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        Dictionary<string, string> settings = database.Settings();
        settings["proxy_listen"] = settings["admin_listen"] = settings["status_listen"] = "127.0.0.1:0";
        DirectoryInfo prefix = Directory.CreateTempSubdirectory("konglite-");
        settings["prefix"] = prefix.FullName;
        try
        {
            using var errors = new StringWriter { NewLine = "\n" };
            NodeSettings read = new SettingsReader(new Dictionary<string, string>()).Read(settings).Settings!;

            int code = await StartCommand.RunAsync(read, errors);

            Assert.Equal((1, "Error: database needs bootstrapping; run 'konglite migrations bootstrap'\n"), (code, errors.ToString()));
        }
        finally
        {
            prefix.Delete(recursive: true);
        }
    }
}
