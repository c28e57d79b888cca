using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Testing;

namespace KongLite.Tests.Hosting;

/// <summary>A plugin whose configuration is known and whose behaviour is not built.</summary>
public sealed class KnownPluginTests
{
    [Fact]
    public async Task Is_refused_where_nobody_named_it()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();

        HttpResponseMessage response = await gateway.Admin.PostAsJsonAsync("/plugins", new { name = "grpc-web" });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var body = (JsonObject)(await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal("schema violation (name: plugin 'grpc-web' not enabled; add it to the 'plugins' configuration property)", (string?)body["message"]);
    }

    [Fact]
    public async Task Answers_for_its_schema_all_the_same()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();

        HttpResponseMessage schema = await gateway.Admin.GetAsync(new Uri("/schemas/plugins/grpc-web", UriKind.Relative));
        HttpResponseMessage valid = await gateway.Admin.PostAsJsonAsync("/schemas/plugins/validate", new { name = "grpc-web" });
        HttpResponseMessage wrong = await gateway.Admin.PostAsJsonAsync("/schemas/plugins/validate", new { name = "grpc-web", config = new { pass_stripped_path = "x" } });

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest), (schema.StatusCode, valid.StatusCode, wrong.StatusCode));
    }

    [Fact]
    public async Task Lets_nothing_pass_where_it_is_configured()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string> { ["plugins"] = "bundled, grpc-web" });
        await gateway.Admin.PostAsJsonAsync("/services", new { name = "s", url = upstream.Uri });
        await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { name = "guarded", paths = new[] { "/guarded" } });
        await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { name = "open", paths = new[] { "/open" } });

        HttpResponseMessage created = await gateway.Admin.PostAsJsonAsync("/routes/guarded/plugins", new { name = "grpc-web" });

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await gateway.Proxy.GetAsync(new Uri("/guarded", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Proxy.GetAsync(new Uri("/open", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Stops_the_start_when_nobody_knows_it()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestGateway.StartAsync(new Dictionary<string, string> { ["plugins"] = "bundled, nope" }));

        Assert.Equal("error loading plugin schemas: on plugin 'nope': nope plugin is enabled but not installed;", error.Message);
    }
}
