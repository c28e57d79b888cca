using KongLite.Testing;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Nodes;

/// <summary>Nodes that miss what the database says miss no change.</summary>
public sealed class ListeningTests
{
    private const string Listeners =
        "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'";

    [PostgresFact]
    public async Task Changes_arrive_while_and_after_the_listening_connections_are_lost()
    {
        await using NodePair nodes = await NodePair.StartAsync();
        await Poll.UntilIsAsync<object?>(2L, () => nodes.Database.ScalarAsync($"SELECT count(*) {Listeners}"));
        for (int i = 0; i < 3; i++)
        {
            await nodes.Database.ScalarAsync($"SELECT count(pg_terminate_backend(pid)) {Listeners}");
            await nodes.A.MustAsync("PUT", $"/services/gone-{i}", new { host = "a.test" });
            await nodes.B.MatchesDatabaseAsync();

            await Poll.UntilIsAsync<object?>(2L, () => nodes.Database.ScalarAsync($"SELECT count(*) {Listeners}"));
            await nodes.B.MustAsync("PUT", $"/services/back-{i}", new { host = "a.test" });
            await nodes.A.MatchesDatabaseAsync();
        }
    }

    [PostgresFact]
    public async Task A_node_that_starts_while_others_write_has_everything()
    {
        await using NodePair nodes = await NodePair.StartAsync();
        using var stop = new CancellationTokenSource();
        Task writing = WriteAsync(nodes.A, stop.Token);
        for (int i = 0; i < 3; i++)
        {
            await using TestGateway third = await TestGateway.StartAsync(nodes.Database.Settings());
            AdminAnswer marker = await nodes.B.MustAsync("POST", "/routes", new { name = $"marker-{i}", paths = new[] { $"/{i}" } });
            await Poll.UntilIsAsync(503, () => third.ProxyAsync($"/{i}"));
            Assert.Equal(200, (await third.AskAsync("GET", $"/routes/{marker.Id}")).Status);
            if (i == 2)
            {
                await stop.CancelAsync();
                await writing;
                await third.MatchesDatabaseAsync();
            }
        }
    }

    private static async Task WriteAsync(TestGateway node, CancellationToken stop)
    {
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            await node.MustAsync("PUT", $"/services/s-{i % 50}", new { host = $"h{i}.test" });
        }
    }
}
