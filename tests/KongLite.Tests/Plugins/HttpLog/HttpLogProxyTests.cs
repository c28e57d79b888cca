using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using KongLite.Testing;
using Microsoft.AspNetCore.Http;

namespace KongLite.Tests.Plugins.HttpLog;

public sealed class HttpLogProxyTests : IAsyncLifetime
{
    private readonly Channel<int> _arrivals = Channel.CreateUnbounded<int>();
    private FakeUpstream _log = null!;

    public async Task InitializeAsync() => _log = await FakeUpstream.StartAsync(context =>
    {
        _arrivals.Writer.TryWrite(1);
        return context.Response.WriteAsync("thanks");
    });

    public Task DisposeAsync() => _log.DisposeAsync().AsTask();

    [Fact]
    public async Task Tells_the_server_of_a_request()
    {
        await using TestGateway gateway = await StartAsync(new { http_endpoint = $"http://u:p@{_log.Uri.Authority}/log?x=1", method = "PUT" });

        await gateway.Proxy.GetAsync("/r?a=1");

        ReceivedRequest request = await NextAsync();
        Assert.Equal(("PUT", "/log"), (request.Method, request.PathAndQuery));
        Assert.Equal(("application/json", "Basic dTpw"), (request.Headers["Content-Type"].ToString(), request.Headers["Authorization"].ToString()));
        JsonNode entry = JsonNode.Parse(request.Text)!;
        Assert.Equal(("/r?a=1", "GET"), ((string?)entry["request"]!["uri"], (string?)entry["request"]!["method"]));
        Assert.Equal((503, "kong"), ((int)entry["response"]!["status"]!, (string?)entry["source"]));
        Assert.Equal("r", (string?)entry["route"]!["name"]);
    }

    [Fact]
    public async Task Sends_batches_as_arrays()
    {
        await using TestGateway gateway = await StartAsync(
            new { http_endpoint = _log.Uri, queue = new { max_batch_size = 2, max_coalescing_delay = 3600 } });

        await gateway.Proxy.GetAsync("/r/1");
        await gateway.Proxy.GetAsync("/r/2");

        JsonArray entries = JsonNode.Parse((await NextAsync()).Text)!.AsArray();
        Assert.Equal(["/r/1", "/r/2"], entries.Select(entry => (string?)entry!["request"]!["uri"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Adds_the_configured_fields()
    {
        var fields = new Dictionary<string, string> { ["region"] = "return 'eu'", ["route"] = "return nil" };
        await using TestGateway gateway = await StartAsync(new { http_endpoint = _log.Uri, custom_fields_by_lua = fields });

        await gateway.Proxy.GetAsync("/r");

        JsonNode entry = JsonNode.Parse((await NextAsync()).Text)!;
        Assert.Equal("eu", (string?)entry["region"]);
        Assert.Null(entry["route"]);
    }

    [Fact]
    public async Task Tells_of_the_TLS_connection()
    {
        await using TestGateway gateway = await StartAsync(new { http_endpoint = _log.Uri });
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(handler) { BaseAddress = gateway.ProxySslUri };

        await client.GetAsync("/r");

        JsonNode tls = JsonNode.Parse((await NextAsync()).Text)!["request"]!["tls"]!;
        Assert.StartsWith("TLSv1.", (string?)tls["version"], StringComparison.Ordinal);
        Assert.Equal("NONE", (string?)tls["client_verify"]);
    }

    [Fact]
    public async Task A_server_that_is_down_disturbs_no_request()
    {
        await using TestGateway gateway = await StartAsync(new { http_endpoint = "http://127.0.0.1:9/log" });

        using HttpResponseMessage response = await gateway.Proxy.GetAsync("/r");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    // The route has no service: nothing but the log server is called.
    private static async Task<TestGateway> StartAsync(object config)
    {
        TestGateway gateway = await TestGateway.StartAsync();
        (await gateway.Admin.PutAsJsonAsync("/routes/r", new { paths = new[] { "/r" } })).EnsureSuccessStatusCode();
        (await gateway.Admin.PostAsJsonAsync("/routes/r/plugins", new { name = "http-log", config })).EnsureSuccessStatusCode();
        return gateway;
    }

    private async Task<ReceivedRequest> NextAsync()
    {
        await _arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        return _log.LastRequest;
    }
}
