using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Testing;

namespace KongLite.Tests.Hosting;

public sealed class RouterFlavorTests
{
    private const string Failed = "Router Expression failed validation: ";

    private const string NotBeside =
        Failed + "cannot set 'expression' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously";

    [Theory]
    [InlineData("traditional")]
    [InlineData("traditional_compatible")]
    [InlineData("expressions")]
    public async Task Shows_the_flavour(string flavor)
    {
        await using TestGateway gateway = await StartAsync(flavor);

        JsonNode info = (await gateway.Admin.GetFromJsonAsync<JsonNode>("/"))!;

        Assert.Equal(flavor, (string?)info["configuration"]!["router_flavor"]);
    }

    [Fact]
    public async Task Routes_by_expressions()
    {
        await using TestGateway gateway = await StartAsync("expressions");
        await TerminateAsync(gateway, "low", new JsonObject { ["expression"] = "http.path ^= \"/\"", ["priority"] = 1 }, 418);
        await TerminateAsync(gateway, "high", new JsonObject { ["expression"] = "http.queries.v == \"2\" && net.src.ip in 127.0.0.0/8", ["priority"] = 2 }, 419);
        await TerminateAsync(gateway, "classic", new JsonObject { ["paths"] = new JsonArray("/classic") }, 420);

        Assert.Equal(419, (int)(await gateway.Proxy.GetAsync("/classic?v=2")).StatusCode);
        Assert.Equal(418, (int)(await gateway.Proxy.GetAsync("/classic?v=1")).StatusCode);
        await gateway.Admin.DeleteAsync("/routes/low");
        Assert.Equal(420, (int)(await gateway.Proxy.GetAsync("/classic?v=1")).StatusCode);
        Assert.Equal(404, (int)(await gateway.Proxy.GetAsync("/other")).StatusCode);
    }

    [Fact]
    public async Task Strips_what_the_expression_matched()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await StartAsync("expressions");
        await gateway.Admin.PostAsJsonAsync("/services", new { name = "s", url = $"{upstream.Uri}srv" });
        await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { expression = "http.path ^= \"/api\"" });

        await gateway.Proxy.GetAsync("/api/things?x=1");

        Assert.Equal("/srv/things?x=1", upstream.LastRequest.PathAndQuery);
    }

    [Theory]
    [InlineData("""{"expression":"http.path == \"/\"","paths":["/"]}""", NotBeside)]
    [InlineData("""{"expression":"http.path == \"/\"","sources":[{"port":1}]}""", NotBeside)]
    [InlineData(
        """{"expression":"http.path == \"/\"","regex_priority":1}""", Failed + "cannot set 'regex_priority' with 'expression' simultaneously")]
    [InlineData(
        """{"priority":1,"paths":["/"]}""",
        Failed + "cannot set 'priority' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously")]
    [InlineData("""{"expression":"http.path = 1"}""", Failed + " --> 1:11\n  |\n1 | http.path = 1\n  |           ^---\n  |\n  = expected binary_operator")]
    [InlineData("""{"expression":"net.foo == 1"}""", Failed + "Unknown LHS field")]
    [InlineData("""{"expression":"http.path.segments.x == \"a\""}""", Failed + "illformed http.path.segments.* field")]
    [InlineData("""{"expression":"http.path == \"/\"","protocols":["tcp"]}""", Failed + "Unknown LHS field")]
    [InlineData("""{}""", "must set one of 'methods', 'hosts', 'headers', 'paths', 'snis', 'expression' when 'protocols' is 'https'")]
    [InlineData("""{"protocols":["http"]}""", "must set one of 'methods', 'hosts', 'headers', 'paths', 'expression' when 'protocols' is 'http'")]
    [InlineData("""{"protocols":["grpc"]}""", "must set one of 'hosts', 'headers', 'paths', 'expression' when 'protocols' is 'grpc'")]
    [InlineData("""{"protocols":["udp"]}""", "must set one of 'sources', 'destinations', 'snis', 'expression' when 'protocols' is 'tcp', 'tls' or 'udp'")]
    [InlineData("""{"expression":"http.path == \"/\"","priority":-1}""", "priority: value should be between 0 and 70368744177663")]
    [InlineData("""{"expression":"http.path == \"/\"","priority":70368744177664}""", "priority: value should be between 0 and 70368744177663")]
    public async Task Refuses_what_is_no_route(string body, string message)
    {
        await using TestGateway gateway = await StartAsync("expressions");

        using HttpResponseMessage answer = await gateway.Admin.PostAsync("/routes", Json(body));

        JsonNode error = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((HttpStatusCode.BadRequest, $"schema violation ({message})"), (answer.StatusCode, (string?)error["message"]));
    }

    [Theory]
    [InlineData("""{"expression":"net.port == 80 || tls.sni == \"a\"","priority":70368744177663}""")]
    [InlineData("""{"paths":["/"],"sources":[{"ip":"10.0.0.0/8"}],"destinations":[{"port":80}]}""")]
    [InlineData("""{"protocols":["grpc"],"expression":"http.host == \"a\""}""")]
    [InlineData("""{"protocols":["tls_passthrough"],"expression":"tls.sni == \"a\""}""")]
    public async Task Validates_routes_of_the_flavour(string body)
    {
        await using TestGateway gateway = await StartAsync("expressions");

        using HttpResponseMessage answer = await gateway.Admin.PostAsync("/schemas/routes/validate", Json(body));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("traditional")]
    [InlineData("traditional_compatible")]
    public async Task Knows_no_expressions_in_the_other_flavours(string flavor)
    {
        await using TestGateway gateway = await StartAsync(flavor);

        using HttpResponseMessage answer = await gateway.Admin.PostAsync("/routes", Json("""{"paths":["/"],"expression":"a","priority":0}"""));

        JsonNode error = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal("2 schema violations (expression: unknown field; priority: unknown field)", (string?)error["message"]);
    }

    [Theory]
    [InlineData("traditional", "", HttpStatusCode.Created)]
    [InlineData(
        "traditional_compatible",
        Failed + " --> 1:14\n  |\n1 | (http.path ~ r#\"^/a(?!b)\"#)\n  |              ^-----------^\n  |\n  = regex parse error:\n    ^/a(?!b)\n       ^^^\n"
            + "error: look-around, including look-ahead and look-behind, is not supported",
        HttpStatusCode.BadRequest)]
    public async Task Lets_traditional_patterns_look_around(string flavor, string message, HttpStatusCode status)
    {
        await using TestGateway gateway = await StartAsync(flavor);

        using HttpResponseMessage answer = await gateway.Admin.PostAsync("/routes", Json("""{"paths":["~/a(?!b)"]}"""));

        JsonNode body = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((status, message), (answer.StatusCode, (string?)body["fields"]?["@entity"]?[0] ?? ""));
    }

    [Theory]
    [InlineData("traditional", "invalid value: *.a.test")]
    [InlineData("traditional_compatible", null)]
    public async Task Takes_no_wildcards_in_server_names_of_traditional_routes(string flavor, string? message)
    {
        await using TestGateway gateway = await StartAsync(flavor);

        using HttpResponseMessage answer = await gateway.Admin.PostAsync("/routes", Json("""{"snis":["*.a.test"]}"""));

        JsonNode body = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal(message, (string?)body["fields"]?["snis"]?[0]);
    }

    [Fact]
    public async Task Keeps_expressions_in_the_file()
    {
        DirectoryInfo prefix = Directory.CreateTempSubdirectory("konglite-");
        var settings = new Dictionary<string, string> { ["prefix"] = prefix.FullName, ["router_flavor"] = "expressions" };
        const string Expression = "http.path ^= \"/kept\" && http.method == r#\"GET\"#";
        await using (TestGateway first = await TestGateway.StartAsync(settings))
        {
            await TerminateAsync(first, "kept", new JsonObject { ["expression"] = Expression, ["priority"] = 7 }, 418);
        }

        await using (TestGateway second = await TestGateway.StartAsync(settings))
        {
            JsonNode route = (await second.Admin.GetFromJsonAsync<JsonNode>("/routes/kept"))!;

            Assert.Equal((Expression, 7), ((string?)route["expression"], (int)route["priority"]!));
            Assert.Equal(418, (int)(await second.Proxy.GetAsync("/kept")).StatusCode);
        }

        prefix.Delete(recursive: true);
    }

    private static Task<TestGateway> StartAsync(string flavor) =>
        TestGateway.StartAsync(new Dictionary<string, string> { ["router_flavor"] = flavor });

    private static async Task TerminateAsync(TestGateway gateway, string name, JsonObject route, int status)
    {
        route["name"] = name;
        using HttpResponseMessage added = await gateway.Admin.PostAsync("/routes", Json(route.ToJsonString()));
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        await gateway.Admin.PostAsJsonAsync($"/routes/{name}/plugins", new { name = "request-termination", config = new { status_code = status } });
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");
}
