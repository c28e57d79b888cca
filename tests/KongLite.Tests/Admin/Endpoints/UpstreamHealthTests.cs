using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Testing;

namespace KongLite.Tests.Admin.Endpoints;

/// <summary>On a whole node: the proxy knows the health that the Admin API shows.</summary>
public sealed class UpstreamHealthTests : IAsyncLifetime
{
    private const string Checked = """{"passive":{"unhealthy":{"http_failures":1}}}""";
    private TestGateway _node = null!;

    public async Task InitializeAsync() => _node = await TestGateway.StartAsync(new Dictionary<string, string> { ["plugins"] = "off" });

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Shows_targets_newest_first_with_what_the_proxy_knows_of_them()
    {
        await CreateAsync("pool");
        await TargetAsync("pool", "127.0.0.1:9001");
        JsonNode second = await TargetAsync("pool", "127.0.0.1:9002", weight: 0);

        JsonNode body = await GetAsync("/upstreams/pool/health");

        Assert.Equal(["127.0.0.1:9002", "127.0.0.1:9001"], body["data"]!.AsArray().Select(row => (string?)row!["target"]));
        Assert.Equal((string?)second["id"], (string?)body["data"]![0]!["id"]);
        Assert.Equal("HEALTHCHECKS_OFF", (string?)body["data"]![0]!["health"]);
        Assert.Equal(
            """{"host":"127.0.0.1","port":9001,"dns":"A","nodeWeight":100,"weight":{"total":100,"available":100,"unavailable":0},"addresses":"""
            + """[{"ip":"127.0.0.1","port":9001,"weight":100,"health":"HEALTHCHECKS_OFF"}]}""",
            body["data"]![1]!["data"]!.ToJsonString());
        Assert.Null(body["next"]);
        Assert.True(Guid.TryParse((string?)body["node_id"], out _));
    }

    [Theory]
    [InlineData("unhealthy", "UNHEALTHY", 0)]
    [InlineData("healthy", "HEALTHY", 100)]
    public async Task What_is_set_by_hand_is_shown_and_followed(string health, string shown, int available)
    {
        await CreateAsync("pool", Checked);
        JsonNode target = await TargetAsync("pool", "127.0.0.1:9001");

        HttpStatusCode byText = await PutAsync($"/upstreams/pool/targets/127.0.0.1:9001/{health}");
        HttpStatusCode byId = await PutAsync($"/upstreams/pool/targets/{target["id"]}/{health}");
        JsonNode upstream = await GetAsync("/upstreams/pool/health?balancer_health=1");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (byText, byId));
        Assert.Equal(shown, (string?)(await GetAsync("/upstreams/pool/health"))["data"]![0]!["health"]);
        Assert.Equal(shown, (string?)upstream["data"]!["health"]);
        Assert.Equal(shown, (string?)upstream["data"]!["balancer_health"]);
        Assert.Equal(available, (int?)upstream["data"]!["details"]!["weight"]!["available"]);
        Assert.Equal(available > 0, (bool?)upstream["data"]!["details"]!["hosts"]![0]!["addresses"]![0]!["healthy"]);
    }

    [Theory]
    [InlineData("127.0.0.1:9001", "UNHEALTHY")]
    [InlineData("127.0.0.1:9", "HEALTHY")]
    [InlineData("127.0.0.1", "HEALTHY")]
    public async Task One_address_can_be_set(string address, string shown)
    {
        await CreateAsync("pool", Checked);
        await TargetAsync("pool", "127.0.0.1:9001");

        HttpStatusCode status = await PutAsync($"/upstreams/pool/targets/127.0.0.1:9001/{address}/unhealthy");

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal(shown, (string?)(await GetAsync("/upstreams/pool/health"))["data"]![0]!["health"]);
    }

    [Theory]
    [InlineData("GET", "/upstreams/nope/health")]
    [InlineData("PUT", "/upstreams/nope/targets/127.0.0.1:9001/healthy")]
    [InlineData("PUT", "/upstreams/pool/targets/127.0.0.1:1/healthy")]
    [InlineData("PUT", "/upstreams/other/targets/127.0.0.1:9001/healthy")]
    [InlineData("PUT", "/upstreams/pool/targets/127.0.0.1/127.0.0.1:9001/unhealthy")]
    public async Task What_is_not_there_is_404(string method, string path)
    {
        await CreateAsync("pool", Checked);
        await CreateAsync("other", Checked);
        await TargetAsync("pool", "127.0.0.1:9001");

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage answer = await _node.Admin.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("""{"message":"Not found"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Without_health_checks_there_is_nothing_to_set()
    {
        await CreateAsync("pool");
        await TargetAsync("pool", "127.0.0.1:9001");

        using HttpResponseMessage answer = await _node.Admin.PutAsync("/upstreams/pool/targets/127.0.0.1:9001/unhealthy", null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("""{"message":"no healthchecker found for pool"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_name_that_means_nothing_is_shown_as_such()
    {
        await CreateAsync("pool", Checked);
        await TargetAsync("pool", "nowhere.invalid:80");

        JsonNode row = (await GetAsync("/upstreams/pool/health"))["data"]![0]!;

        Assert.Equal("DNS_ERROR", (string?)row["health"]);
        Assert.Equal(
            """{"host":"nowhere.invalid","port":80,"dns":"ERROR","nodeWeight":100,"weight":{"total":0,"available":0,"unavailable":0},"addresses":[]}""",
            row["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Pages_count_the_rows_that_are_left_out()
    {
        await CreateAsync("pool");
        for (int i = 1; i <= 3; i++)
        {
            await TargetAsync("pool", $"127.0.0.1:900{i}");
        }

        JsonNode first = await GetAsync("/upstreams/pool/health?size=2");
        JsonNode last = await GetAsync("/upstreams/pool/health?size=2&offset=2");

        Assert.Equal((2, "/upstreams/pool/health?offset=2", "2"), (first["data"]!.AsArray().Count, (string?)first["next"], (string?)first["offset"]));
        Assert.Equal((1, null), (last["data"]!.AsArray().Count, (string?)last["next"]));
        Assert.Empty((await GetAsync("/upstreams/pool/health?size=0"))["data"]!.AsArray());
    }

    [Fact]
    public async Task Is_in_force_when_the_write_is_answered()
    {
        await using var service = await Gateway.EchoUpstream.StartAsync();
        string target = $"127.0.0.1:{service.Port}";
        await CreateAsync("pool", Checked);
        await PostAsync("/services", new JsonObject { ["name"] = "s", ["host"] = "pool" });
        await PostAsync("/services/s/routes", new JsonObject { ["paths"] = new JsonArray("/") });
        HttpStatusCode empty = await ProxyAsync();

        await TargetAsync("pool", target);
        HttpStatusCode filled = await ProxyAsync();
        await PutAsync($"/upstreams/pool/targets/{target}/unhealthy");
        HttpStatusCode dead = await ProxyAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (empty, filled, dead));
    }

    [Fact]
    public async Task Without_a_database_the_status_API_tells_too()
    {
        await using TestGateway node = await TestGateway.StartAsync(new Dictionary<string, string>
        {
            ["plugins"] = "off",
            ["database"] = "off",
            ["declarative_config_string"] =
                """{"_format_version":"3.0","upstreams":[{"name":"pool","targets":[{"target":"127.0.0.1:9001"}],"healthchecks":{"passive":{"unhealthy":{"timeouts":1}}}}]}""",
        });
        using var client = new HttpClient { BaseAddress = node.StatusUri };

        using HttpResponseMessage set = await node.Admin.PutAsync("/upstreams/pool/targets/127.0.0.1:9001/unhealthy", null);
        JsonNode body = JsonNode.Parse(await client.GetStringAsync("/upstreams/pool/health"))!;
        using HttpResponseMessage refused = await client.PutAsync("/upstreams/pool/targets/127.0.0.1:9001/healthy", null);

        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.Equal("UNHEALTHY", (string?)body["data"]![0]!["health"]);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task With_a_database_the_status_API_does_not_tell()
    {
        await CreateAsync("pool");
        using var client = new HttpClient { BaseAddress = _node.StatusUri };

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/upstreams/pool/health")).StatusCode);
    }

    private Task<JsonNode> CreateAsync(string name, string? checks = null)
    {
        var upstream = new JsonObject { ["name"] = name };
        if (checks is not null)
        {
            upstream["healthchecks"] = JsonNode.Parse(checks);
        }

        return PostAsync("/upstreams", upstream);
    }

    private Task<JsonNode> TargetAsync(string upstream, string target, int weight = 100) =>
        PostAsync($"/upstreams/{upstream}/targets", new JsonObject { ["target"] = target, ["weight"] = weight });

    private async Task<JsonNode> PostAsync(string path, JsonObject body)
    {
        using HttpResponseMessage answer = await _node.Admin.PostAsJsonAsync(path, body);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _node.Admin.GetStringAsync(path))!;

    private async Task<HttpStatusCode> PutAsync(string path)
    {
        using HttpResponseMessage answer = await _node.Admin.PutAsync(path, null);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> ProxyAsync()
    {
        using HttpResponseMessage answer = await _node.Proxy.GetAsync("/");
        return answer.StatusCode;
    }
}
