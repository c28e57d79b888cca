using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using KongLite.Testing;
using Microsoft.AspNetCore.Http;

namespace KongLite.Tests.Plugins.Prometheus;

public sealed class PrometheusProxyTests
{
    [Fact]
    public async Task Shows_the_node_without_any_plugin()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();

        string metrics = await gateway.Admin.GetStringAsync("/metrics");

        Assert.Contains("# TYPE kong_nginx_connections_total gauge\n", metrics, StringComparison.Ordinal);
        Assert.Contains("kong_datastore_reachable 1\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("kong_http_requests_total", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Status_API_shows_them_too()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        using var client = new HttpClient { BaseAddress = gateway.StatusUri };

        using HttpResponseMessage response = await client.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; charset=UTF-8", response.Content.Headers.ContentType!.ToString());
        Assert.Contains("kong_node_info{", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Status_API_has_no_other_paths_of_plugins()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        using var client = new HttpClient { BaseAddress = gateway.StatusUri };

        using HttpResponseMessage response = await client.DeleteAsync("/proxy-cache");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Counts_and_measures_what_it_is_told_to()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context => context.Response.WriteAsync("hello"));
        await using TestGateway gateway = await StartAsync(upstream, new { status_code_metrics = true, latency_metrics = true, bandwidth_metrics = true });

        await gateway.Proxy.GetAsync("/r");

        string metrics = await MetricsAsync(gateway, "kong_upstream_latency_ms_count");
        Assert.Contains(
            """kong_http_requests_total{service="s",route="r",code="200",source="service",workspace="default",consumer=""} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""kong_request_latency_ms_bucket{service="s",route="r",workspace="default",le="+Inf"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""kong_kong_latency_ms_count{service="s",route="r",workspace="default"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""kong_upstream_latency_ms_count{service="s",route="r",workspace="default"} 1""", metrics, StringComparison.Ordinal);
        Assert.Matches("""kong_bandwidth_bytes\{service="s",route="r",direction="ingress",workspace="default",consumer=""\} [1-9]""", metrics);
        Assert.Matches("""kong_bandwidth_bytes\{service="s",route="r",direction="egress",workspace="default",consumer=""\} [1-9]""", metrics);
    }

    [Fact]
    public async Task Answers_of_plugins_are_the_gateways_and_took_no_service()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await StartAsync(upstream, new { status_code_metrics = true, latency_metrics = true });
        (await gateway.Admin.PostAsJsonAsync("/routes/r/plugins", new { name = "key-auth" })).EnsureSuccessStatusCode();

        await gateway.Proxy.GetAsync("/r");

        string metrics = await MetricsAsync(gateway, "kong_kong_latency_ms_count");
        Assert.Contains("""code="401",source="kong",workspace="default",consumer=""} 1""", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("kong_upstream_latency_ms", metrics, StringComparison.Ordinal);
    }

    private static async Task<TestGateway> StartAsync(FakeUpstream upstream, object config)
    {
        TestGateway gateway = await TestGateway.StartAsync();
        (await gateway.Admin.PutAsJsonAsync("/services/s", new { url = upstream.Uri })).EnsureSuccessStatusCode();
        (await gateway.Admin.PutAsJsonAsync("/services/s/routes/r", new { paths = new[] { "/r" } })).EnsureSuccessStatusCode();
        (await gateway.Admin.PostAsJsonAsync("/plugins", new { name = "prometheus", config })).EnsureSuccessStatusCode();
        return gateway;
    }

    // A request is counted after its answer, so the first look may come too early; and in the middle of a page, so that the next page is the one to look at.
    private static async Task<string> MetricsAsync(TestGateway gateway, string expected)
    {
        var counted = new Regex($$"""{{expected}}[^ ]* [1-9]""");
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            string metrics = await gateway.Admin.GetStringAsync("/metrics");
            if (counted.IsMatch(metrics) || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(30))
            {
                return await gateway.Admin.GetStringAsync("/metrics");
            }
        }
    }
}
