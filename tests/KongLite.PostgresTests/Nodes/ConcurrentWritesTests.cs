using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Testing;

namespace KongLite.PostgresTests.Nodes;

/// <summary>However many write at once, on however many nodes, it ends as if one write came after the other.</summary>
public sealed class ConcurrentWritesTests
{
    private const int PerNode = 8;
    private const int Rounds = 50;

    [PostgresFact]
    public async Task No_change_of_one_row_is_lost()
    {
        await using NodePair nodes = await NodePair.StartAsync();
        await nodes.A.MustAsync("PUT", "/services/s", new { protocol = "https", host = "s.test" });
        AdminAnswer plugin = await nodes.A.MustAsync("POST", "/services/s/plugins", new { name = "request-transformer" });
        (string Field, object Value)[] changes =
        [
            ("name", "renamed"), ("retries", 7), ("host", "t.test"), ("port", 8443), ("path", "/p"), ("connect_timeout", 1),
            ("write_timeout", 2), ("read_timeout", 3), ("tags", new[] { "t" }), ("enabled", false), ("tls_verify", true), ("tls_verify_depth", 4),
        ];
        string service = (string)(await nodes.A.MustAsync("GET", "/services/s")).Body!["id"]!;

        await Task.WhenAll(changes.Select((change, index) => nodes.Both[index % 2].MustAsync(
            "PATCH", $"/services/{service}", new Dictionary<string, object> { [change.Field] = change.Value })));

        JsonNode row = (await nodes.B.MustAsync("GET", $"/services/{service}")).Body!;
        Assert.All(changes, change => Assert.True(
            JsonNode.DeepEquals(JsonSerializer.SerializeToNode(change.Value), row[change.Field]), $"{change.Field}: {row[change.Field]}"));

        // Fields of a record are stored as one value.
        string[] parts = ["remove", "rename", "replace", "add", "append"];
        string[] places = ["headers", "querystring", "body"];
        (string Part, string Place)[] pairs = [.. parts.SelectMany(part => places.Select(place => (part, place)))];
        await Task.WhenAll(pairs.Select((pair, index) => nodes.Both[index % 2].MustAsync(
            "PATCH",
            $"/plugins/{plugin.Id}",
            new { config = new Dictionary<string, object> { [pair.Part] = new Dictionary<string, object> { [pair.Place] = new[] { "a:b" } } } })));

        JsonNode config = (await nodes.A.MustAsync("GET", $"/plugins/{plugin.Id}")).Body!["config"]!;
        Assert.All(pairs, pair => Assert.Equal("a:b", (string?)config[pair.Part]![pair.Place]![0]));

        foreach (TestGateway node in nodes.Both)
        {
            await node.MatchesDatabaseAsync();
        }
    }

    [PostgresFact]
    public async Task One_row_is_made_by_many_who_put_the_same_name()
    {
        await using NodePair nodes = await NodePair.StartAsync();

        AdminAnswer[] answers = await AllAtOnceAsync(nodes, index => ("PUT", "/services/same", new { host = $"h{index}.test" }));

        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 201, $"{answer.Status} {answer.Body}"));
        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        Assert.Single((await nodes.A.MustAsync("GET", "/services")).Body!["data"]!.AsArray());
    }

    [PostgresFact]
    public async Task One_of_many_who_post_the_same_name_makes_the_row()
    {
        await using NodePair nodes = await NodePair.StartAsync();

        AdminAnswer[] answers = await AllAtOnceAsync(nodes, index => ("POST", "/services", new { name = "same", host = $"h{index}.test" }));

        AdminAnswer made = Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer =>
        {
            Assert.Equal((409, 5), (answer.Status, (int)answer.Body!["code"]!));
            Assert.Equal("""UNIQUE violation detected on '{name="same"}'""", (string?)answer.Body["message"]);
        });
        Assert.Equal(made.Id, (await nodes.B.MustAsync("GET", "/services/same")).Id);
    }

    [PostgresFact]
    public async Task A_service_goes_before_a_route_comes_or_not_at_all()
    {
        await using NodePair nodes = await NodePair.StartAsync();
        for (int i = 0; i < Rounds; i++)
        {
            string service = (await nodes.A.MustAsync("POST", "/services", new { host = "s.test" })).Id;
            Task<AdminAnswer> deleting = nodes.Both[i % 2].AskAsync("DELETE", $"/services/{service}");
            Task<AdminAnswer> adding = nodes.Both[(i + 1) % 2].AskAsync("POST", "/routes", new { paths = new[] { "/" }, service = new { id = service } });

            (AdminAnswer deleted, AdminAnswer added) = (await deleting, await adding);

            if (deleted.Status == 204)
            {
                Assert.Equal((400, 4), (added.Status, (int?)added.Body!["code"]));
                Assert.StartsWith("the foreign key '{id=", (string?)added.Body["message"], StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal((400, 201), (deleted.Status, added.Status));
                Assert.Equal("an existing 'routes' entity references this 'services' entity", (string?)deleted.Body!["message"]);
            }
        }
    }

    [PostgresFact]
    public async Task No_credential_is_left_without_its_consumer()
    {
        await using NodePair nodes = await NodePair.StartAsync();
        for (int i = 0; i < Rounds; i++)
        {
            string consumer = (await nodes.A.MustAsync("POST", "/consumers", new { username = $"c{i}" })).Id;
            Task<AdminAnswer> deleting = nodes.Both[i % 2].AskAsync("DELETE", $"/consumers/{consumer}");
            Task<AdminAnswer>[] adding =
            [
                nodes.A.AskAsync("POST", $"/consumers/{consumer}/key-auth", new { key = $"key-{i}" }),
                nodes.B.AskAsync("POST", "/basic-auths", new { username = $"u{i}", password = "p", consumer = new { id = consumer } }),
            ];

            Assert.Equal(204, (await deleting).Status);
            foreach (AdminAnswer added in await Task.WhenAll(adding))
            {
                Assert.True(added.Status is 201 or 400 or 404, $"{added.Status} {added.Body}");
            }
        }

        object? orphans = await nodes.Database.ScalarAsync("SELECT (SELECT count(*) FROM keyauth_credentials) + (SELECT count(*) FROM basicauth_credentials)");
        Assert.Equal(0L, orphans);
    }

    private static Task<AdminAnswer[]> AllAtOnceAsync(NodePair nodes, Func<int, (string Method, string Path, object Body)> write) =>
        Task.WhenAll(Enumerable.Range(0, 2 * PerNode).Select(index =>
        {
            (string method, string path, object body) = write(index);
            return nodes.Both[index % 2].AskAsync(method, path, body);
        }));
}
