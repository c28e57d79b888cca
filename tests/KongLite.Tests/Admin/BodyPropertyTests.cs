using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace KongLite.Tests.Admin;

/// <summary>Whatever comes, the Admin API answers with a status that it documents, and what it took in it gives back.</summary>
public sealed class BodyPropertyTests
{
    private const int Samples = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly int[] Documented = [200, 201, 204, 400, 404, 405, 409, 413, 415];

    // Names that mean something make for deeper tests than noise.
    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.OneOf(
            "id", "name", "host", "url", "port", "path", "paths", "paths[1]", "paths[]", "hosts.1", "tags", "protocols", "retries", "service", "service.id", "service.name",
            "headers.x[1]", "config.key_names[1]", "config", "ttl", "key", "created_at", "healthchecks.active.healthy.interval", "sources[1].ip", "snis", "cert",
            "", ".", "a.b.", "[", "]", "a[0]", "a[-1]", "a[99999999]", "%5B", "enabled", "methods[2]"),
        Gen.String[0, 12]);

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("", "true", "false", "null", "80", "-1", "1e308", "0x10", "http", "/a", "~/a(", "~/(?<x>.*)+$", "a.test", "*.a.test", "http://a.test:80/x", "::1", "a b", "{vault://env/x}"),
        Gen.String[0, 20]);

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Text.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Int.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Double.Select(number => (JsonNode?)(double.IsFinite(number) ? JsonValue.Create(number) : null)),
        Gen.Bool.Select(truth => (JsonNode?)JsonValue.Create(truth)),
        Gen.Const(0).Select(_ => (JsonNode?)null));

    private static readonly Gen<JsonNode?> Json = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Scalar
        : Gen.OneOf(
            Scalar,
            inner.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(each => each?.DeepClone())])),
            Gen.Select(Name, inner).Array[0, 5].Select(Object)));

    private static readonly Gen<string> Collection = Gen.OneOf(
        "services", "routes", "consumers", "plugins", "upstreams", "certificates", "snis", "ca_certificates", "vaults", "keys", "key-sets", "consumers/c/key-auth",
        "consumers/c/acls", "consumers/c/basic-auth", "consumers/c/jwt", "upstreams/u/targets", "schemas/routes/validate", "schemas/plugins/validate", "schemas/upstreams/validate");

    [Fact]
    public async Task Any_bytes_get_a_documented_answer()
    {
        await using AdminNode node = await NodeAsync();

        await Gen.Select(Collection, Gen.OneOf("POST", "PUT", "PATCH", "GET", "DELETE"), ContentType(), Gen.Byte.Array[0, 200])
            .SampleAsync(async (collection, method, type, body) => await SendAsync(node, method, collection, type, body), iter: Samples, threads: 1);
    }

    [Fact]
    public async Task Any_JSON_gets_a_documented_answer()
    {
        await using AdminNode node = await NodeAsync();

        await Gen.Select(Collection, Gen.OneOf("POST", "PUT", "PATCH"), Json)
            .SampleAsync(async (collection, method, body) => await SendAsync(node, method, collection, "application/json", Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "null")), iter: Samples, threads: 1);
    }

    [Fact]
    public async Task Any_pairs_get_a_documented_answer()
    {
        await using AdminNode node = await NodeAsync();

        await Gen.Select(Collection, Gen.OneOf("POST", "PUT", "PATCH"), Gen.Select(Name, Text).Array[0, 8])
            .SampleAsync(
                async (collection, method, pairs) =>
                {
                    string form = string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(Clean(pair.Item1))}={Uri.EscapeDataString(Clean(pair.Item2))}"));
                    await SendAsync(node, method, collection, "application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(form));
                },
                iter: Samples,
                threads: 1);
    }

    [Fact]
    public async Task What_was_accepted_reads_back_equal()
    {
        await using AdminNode node = await NodeAsync();
        Gen<JsonNode?> service = Object(
            ("name", Gen.String[Gen.Char.AlphaNumeric, 1, 12].Select(Node)),
            ("host", Gen.OneOf("a.test", "1.2.3.4", "a_b").Select(Node)),
            ("port", Gen.Int[-1, 65537].Select(each => (JsonNode?)JsonValue.Create(each))),
            ("path", Gen.OneOf("/", "/a%20b", "/ü", "/a//b").Select(Node)),
            ("retries", Gen.Int[0, 40000].Select(each => (JsonNode?)JsonValue.Create(each))),
            ("tags", Gen.String[0, 6].Array[0, 3].Select(tags => (JsonNode?)new JsonArray([.. tags.Select(tag => JsonValue.Create(Clean(tag)))]))));
        int accepted = 0;

        await service.SampleAsync(
            async body =>
            {
                Reply created = await node.PostAsync("/services", body!.ToJsonString());
                if (created.Status != 201)
                {
                    Assert.Equal((400, true), (created.Status, created.Json["fields"] is not null || created.Status == 409));
                    return;
                }

                accepted++;
                Reply read = await node.GetAsync($"/services/{created.Json["id"]}");
                Assert.True(JsonNode.DeepEquals(created.Json, read.Json), $"{created.Text} became {read.Text}");
                foreach ((string field, JsonNode? given) in body.AsObject().Where(field => field.Key != "tags"))
                {
                    Assert.True(JsonNode.DeepEquals(given, read.Json[field]), $"{field}: {given} became {read.Json[field]}");
                }

                Assert.Equal(body["tags"]?.AsArray().Select(tag => (string)tag!).Distinct(), read.Json["tags"]?.AsArray().Select(tag => (string)tag!));
                await node.DeleteAsync($"/services/{created.Json["id"]}");
            },
            iter: Samples,
            threads: 1);

        Assert.NotEqual(0, accepted);
    }

    private static Gen<string> ContentType() => Gen.OneOf(
        "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "application/json; charset=utf-16", "text/plain");

    private static async Task<AdminNode> NodeAsync()
    {
        AdminNode node = await AdminNode.StartAsync();
        await node.PutAsync("/consumers/c", "{}");
        await node.PutAsync("/upstreams/u", "{}");
        return node;
    }

    private static async Task SendAsync(AdminNode node, string method, string collection, string type, byte[] body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(node.Client.BaseAddress!, $"/{collection}{(method is "PUT" or "PATCH" ? "/x" : string.Empty)}"))
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var patience = new CancellationTokenSource(Patience);
        using HttpResponseMessage response = await node.Client.SendAsync(request, patience.Token);
        string text = await response.Content.ReadAsStringAsync(patience.Token);
        Assert.True(Documented.Contains((int)response.StatusCode), $"{method} /{collection}: {(int)response.StatusCode} {text}");
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict)
        {
            Assert.NotNull(JsonNode.Parse(text)!["message"]);
        }
    }

    private static Gen<JsonNode?> Object(params (string Name, Gen<JsonNode?> Value)[] fields) => fields
        .Select(field => field.Value.Select(value => (field.Name, value)))
        .Aggregate(
            Gen.Const(0).Select(_ => new List<(string, JsonNode?)>()),
            (all, field) => Gen.Select(all, field, (list, each) => new List<(string, JsonNode?)>(list) { each }))
        .Select(list => Object([.. list]));

    private static JsonNode? Object((string, JsonNode?)[] pairs)
    {
        var map = new JsonObject();
        foreach ((string name, JsonNode? value) in pairs)
        {
            map[Clean(name)] = value?.DeepClone();
        }

        return map;
    }

    private static JsonNode? Node(string text) => JsonValue.Create(text);

    // Half a surrogate pair is no text that could be sent.
    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
