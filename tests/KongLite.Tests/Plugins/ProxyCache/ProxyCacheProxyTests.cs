using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Testing;

namespace KongLite.Tests.Plugins.ProxyCache;

public sealed class ProxyCacheProxyTests
{
    [Fact]
    public async Task A_hit_looks_like_a_proxied_answer()
    {
        await using FakeUpstream upstream = await StartAsync();
        await using TestGateway gateway = await StartAsync(upstream);
        using HttpResponseMessage miss = await gateway.Proxy.GetAsync("/r");

        using HttpResponseMessage hit = await gateway.Proxy.GetAsync("/r");

        Assert.Single(upstream.Requests);
        Assert.Equal("Hit", hit.Headers.GetValues("X-Cache-Status").Single());
        Assert.Equal("text/plain; charset=UTF-8", hit.Content.Headers.ContentType!.ToString());
        Assert.Equal("upstream", hit.Headers.GetValues("Server").Single());
        Assert.True(hit.Headers.Contains("X-Kong-Upstream-Latency") && hit.Headers.Contains("X-Kong-Proxy-Latency") && hit.Headers.Contains("Via"));
        Assert.False(hit.Headers.Contains("X-Kong-Response-Latency"));
        Assert.Equal(await miss.Content.ReadAsStringAsync(), await hit.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_Admin_API_shows_and_forgets_answers()
    {
        await using FakeUpstream upstream = await StartAsync();
        await using TestGateway gateway = await StartAsync(upstream);
        using HttpResponseMessage miss = await gateway.Proxy.GetAsync("/r");
        string path = $"/proxy-cache/{miss.Headers.GetValues("X-Cache-Key").Single()}";

        JsonNode entry = (await gateway.Admin.GetFromJsonAsync<JsonNode>(path))!;
        HttpStatusCode removed = (await gateway.Admin.DeleteAsync(path)).StatusCode;
        HttpStatusCode again = (await gateway.Admin.DeleteAsync(path)).StatusCode;

        Assert.Equal("v1", (string?)entry["body"]);
        Assert.Equal((200, 2, 300, 1), ((int?)entry["status"], (int?)entry["body_len"], (int?)entry["ttl"], (int?)entry["version"]));
        Assert.Equal("text/plain", (string?)entry["headers"]!["content-type"]);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed, again));
    }

    [Fact]
    public async Task The_Admin_API_knows_no_answers_without_a_plugin()
    {
        await using FakeUpstream upstream = await StartAsync();
        await using TestGateway gateway = await StartAsync(upstream);
        using HttpResponseMessage miss = await gateway.Proxy.GetAsync("/r");
        string key = miss.Headers.GetValues("X-Cache-Key").Single();
        string plugin = (string)(await gateway.Admin.GetFromJsonAsync<JsonNode>("/plugins/cache"))!["id"]!;
        HttpStatusCode before = (await gateway.Admin.GetAsync($"/proxy-cache/{plugin}/caches/{key}")).StatusCode;

        await gateway.Admin.DeleteAsync("/plugins/cache");

        Assert.Equal(HttpStatusCode.OK, before);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Admin.GetAsync($"/proxy-cache/{plugin}/caches/{key}")).StatusCode);
        using HttpResponseMessage missing = await gateway.Admin.GetAsync($"/proxy-cache/{key}");
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (missing.StatusCode, missing.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.NoContent, (await gateway.Admin.DeleteAsync("/proxy-cache")).StatusCode);
    }

    [Theory]
    [InlineData("bundled", true)]
    [InlineData("key-auth", false)]
    public async Task The_paths_come_with_the_plugin(string plugins, bool areThere)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string> { ["plugins"] = plugins });

        JsonNode endpoints = (await gateway.Admin.GetFromJsonAsync<JsonNode>("/endpoints"))!;

        Assert.Equal(areThere, endpoints["data"]!.AsArray().Any(each => (string?)each == "/proxy-cache/{plugin_id}/caches/{cache_key}"));
    }

    private static Task<FakeUpstream> StartAsync() => FakeUpstream.StartAsync(async context =>
    {
        context.Response.ContentType = "text/plain";
        context.Response.Headers.Server = "upstream";
        await context.Response.Body.WriteAsync("v1"u8.ToArray());
    });

    private static async Task<TestGateway> StartAsync(FakeUpstream upstream)
    {
        TestGateway gateway = await TestGateway.StartAsync();
        (await gateway.Admin.PutAsJsonAsync("/services/s", new { url = upstream.Uri })).EnsureSuccessStatusCode();
        (await gateway.Admin.PutAsJsonAsync("/services/s/routes/r", new { paths = new[] { "/r" } })).EnsureSuccessStatusCode();
        object plugin = new { name = "proxy-cache", instance_name = "cache", config = new { strategy = "memory" } };
        (await gateway.Admin.PostAsJsonAsync("/routes/r/plugins", plugin)).EnsureSuccessStatusCode();
        return gateway;
    }
}
