using System.Text.Json.Nodes;

namespace KongLite.PostgresTests.Nodes;

/// <summary>What nodes tell each other beside rows.</summary>
public sealed class MessagesTests
{
    [PostgresFact]
    public async Task The_health_of_a_target_that_is_set_on_one_node_is_that_on_the_other()
    {
        await using NodePair nodes = await NodePair.StartAsync();
        var checks = new { passive = new { unhealthy = new { tcp_failures = 1 } } };
        await nodes.A.MustAsync("PUT", "/upstreams/u", new { healthchecks = checks });
        AdminAnswer target = await nodes.A.MustAsync("POST", "/upstreams/u/targets", new { target = "127.0.0.1:9" });
        await Poll.UntilIsAsync("HEALTHY", () => HealthAsync(nodes.B));

        await nodes.A.MustAsync("PUT", $"/upstreams/u/targets/{target.Id}/unhealthy");
        Assert.Equal("UNHEALTHY", await HealthAsync(nodes.A));
        await Poll.UntilIsAsync("UNHEALTHY", () => HealthAsync(nodes.B));

        await nodes.B.MustAsync("PUT", $"/upstreams/u/targets/{target.Id}/healthy");
        await Poll.UntilIsAsync("HEALTHY", () => HealthAsync(nodes.A));
    }

    [PostgresFact]
    public async Task The_log_level_of_the_cluster_is_that_of_each_node()
    {
        await using NodePair nodes = await NodePair.StartAsync();

        await nodes.A.MustAsync("PUT", "/debug/cluster/log-level/alert");
        await Poll.UntilIsAsync("log level: alert", () => LogLevelAsync(nodes.B));

        await nodes.B.MustAsync("PUT", "/debug/cluster/log-level/crit");
        await Poll.UntilIsAsync("log level: crit", () => LogLevelAsync(nodes.A));
    }

    private static async Task<string?> HealthAsync(Testing.TestGateway node)
    {
        AdminAnswer answer = await node.AskAsync("GET", "/upstreams/u/health");
        return answer.Body?["data"] is JsonArray { Count: 1 } targets ? (string?)targets[0]!["health"] : null;
    }

    private static async Task<string?> LogLevelAsync(Testing.TestGateway node) =>
        (string?)(await node.AskAsync("GET", "/debug/node/log-level")).Body!["message"];
}
