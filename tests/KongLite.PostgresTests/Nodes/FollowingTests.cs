using KongLite.Testing;

namespace KongLite.PostgresTests.Nodes;

/// <summary>What one node writes the proxy of the other one follows.</summary>
public sealed class FollowingTests
{
    private const int Writes = 5000;
    private const int ClientsPerNode = 10;

    // Rows that one client has of its own, of each kind.
    private const int Slots = 6;

    [PostgresFact]
    public async Task Services_routes_and_plugins_are_followed()
    {
        await using NodePair nodes = await NodePair.StartAsync();
        await using FakeUpstream first = await FakeUpstream.StartAsync(context => context.Respond(201));
        await using FakeUpstream second = await FakeUpstream.StartAsync(context => context.Respond(202));

        await nodes.A.MustAsync("PUT", "/services/s", new { url = first.Uri });
        await nodes.A.MustAsync("PUT", "/services/s/routes/r", new { paths = new[] { "/r" } });
        await Poll.UntilIsAsync(201, () => nodes.B.ProxyAsync("/r"));

        await nodes.B.MustAsync("PATCH", "/services/s", new { url = second.Uri });
        await Poll.UntilIsAsync(202, () => nodes.A.ProxyAsync("/r"));

        AdminAnswer plugin = await nodes.A.MustAsync(
            "POST", "/routes/r/plugins", new { name = "request-termination", config = new { status_code = 418 } });
        await Poll.UntilIsAsync(418, () => nodes.B.ProxyAsync("/r"));

        await nodes.B.MustAsync("PATCH", $"/plugins/{plugin.Id}", new { config = new { status_code = 419 } });
        await Poll.UntilIsAsync(419, () => nodes.A.ProxyAsync("/r"));

        await nodes.A.MustAsync("DELETE", $"/plugins/{plugin.Id}");
        await Poll.UntilIsAsync(202, () => nodes.B.ProxyAsync("/r"));

        await nodes.B.MustAsync("DELETE", "/routes/r");
        await Poll.UntilIsAsync(404, () => nodes.A.ProxyAsync("/r"));
    }

    [PostgresFact]
    public async Task A_key_is_good_as_long_as_it_exists_whichever_node_made_or_deleted_it()
    {
        await using NodePair nodes = await NodePair.StartAsync();
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await nodes.A.MustAsync("PUT", "/services/s", new { url = upstream.Uri });
        await nodes.A.MustAsync("PUT", "/services/s/routes/r", new { paths = new[] { "/r" } });
        await nodes.A.MustAsync("POST", "/routes/r/plugins", new { name = "key-auth" });
        await nodes.A.MustAsync("PUT", "/consumers/c");

        // The second request is answered from what the node remembers of the first.
        await Poll.UntilIsAsync(401, () => nodes.B.ProxyAsync("/r", "secret"));
        Assert.Equal(401, await nodes.B.ProxyAsync("/r", "secret"));

        AdminAnswer key = await nodes.A.MustAsync("POST", "/consumers/c/key-auth", new { key = "secret" });
        await Poll.UntilIsAsync(200, () => nodes.B.ProxyAsync("/r", "secret"));
        Assert.Equal(200, await nodes.A.ProxyAsync("/r", "secret"));

        await nodes.A.MustAsync("DELETE", $"/consumers/c/key-auth/{key.Id}");
        Assert.Equal(401, await nodes.A.ProxyAsync("/r", "secret"));
        await Poll.UntilIsAsync(401, () => nodes.B.ProxyAsync("/r", "secret"));

        await nodes.B.MustAsync("POST", "/consumers/c/key-auth", new { key = "secret" });
        Assert.Equal(200, await nodes.B.ProxyAsync("/r", "secret"));
        await Poll.UntilIsAsync(200, () => nodes.A.ProxyAsync("/r", "secret"));

        // The key goes along with its consumer.
        await nodes.A.MustAsync("DELETE", "/consumers/c");
        await Poll.UntilIsAsync(401, () => nodes.B.ProxyAsync("/r", "secret"));
    }

    [PostgresFact]
    public async Task After_many_writes_through_both_nodes_both_serve_what_the_database_holds()
    {
        await using NodePair nodes = await NodePair.StartAsync();
        IEnumerable<Task> clients =
            from node in Enumerable.Range(0, nodes.Both.Count)
            from client in Enumerable.Range(0, ClientsPerNode)
            select WriteAsync(nodes.Both[node], new Random((node * ClientsPerNode) + client), $"{node}-{client}");

        await Task.WhenAll(clients);

        foreach (TestGateway node in nodes.Both)
        {
            await node.MatchesDatabaseAsync();
        }
    }

    private static async Task WriteAsync(TestGateway node, Random random, string client)
    {
        for (int i = 0; i < Writes / (2 * ClientsPerNode); i++)
        {
            string name = $"{client}-{random.Next(Slots)}";
            (string Method, string Path, object? Body) write = random.Next(8) switch
            {
                0 or 1 => ("PUT", $"/services/s-{name}", new { host = $"h{i}.test" }),
                2 => ("PATCH", $"/services/s-{name}", new { retries = i, tags = new[] { $"t{i}" } }),
                3 or 4 => ("PUT", $"/services/s-{name}/routes/r-{name}", new { paths = new[] { $"/{name}/{i}" } }),
                5 => ("POST", $"/routes/r-{name}/plugins", new { name = "request-termination", config = new { status_code = 400 + (i % 100) } }),
                6 => ("DELETE", $"/routes/r-{name}", null),
                _ => ("DELETE", $"/services/s-{name}", null),
            };
            AdminAnswer answer = await node.AskAsync(write.Method, write.Path, write.Body);

            // What is not there, is there already, or has routes is refused.
            Assert.True(answer.Status is 200 or 201 or 204 or 400 or 404 or 409, $"{write.Method} {write.Path}: {answer.Status} {answer.Body}");
        }
    }
}
