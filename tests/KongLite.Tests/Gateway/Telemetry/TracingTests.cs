using System.Collections.Concurrent;
using System.Diagnostics;
using KongLite.Gateway.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Tests.Gateway.Telemetry;

public sealed class TracingTests
{
    private const string Incoming = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Follows_a_request_through_its_steps()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/things");
        await host.AddPluginAsync("probe-high");
        using var heard = new Activities(host);

        await SendAsync(host, "/things/1?apikey=secret");

        Activity server = await heard.ServerAsync();
        Assert.Equal(
            ("GET /things", "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"),
            (server.DisplayName, server.TraceId.ToHexString(), server.ParentSpanId.ToHexString()));
        Assert.Equal(
            ["kong.access.plugin.probe-high", "kong.balancer", "kong.header_filter.plugin.probe-high", "kong.log.plugin.probe-high", "kong.router"],
            heard.ChildrenOf(server).Where(each => each.Kind == ActivityKind.Internal).Select(each => each.OperationName).Order());
        Assert.Equal(
            ("GET", "/things/1", "http", 200, "/things", "1.1"),
            (server.GetTagItem("http.request.method"), server.GetTagItem("url.path"), server.GetTagItem("url.scheme"),
                server.GetTagItem("http.response.status_code"), server.GetTagItem("http.route"), server.GetTagItem("network.protocol.version")));
        Assert.DoesNotContain(heard.All, each => each.TagObjects.Any(tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tells_the_service_which_try_it_belongs_to()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/things");
        using var heard = new Activities(host);

        await SendAsync(host, "/things");

        Activity attempt = Assert.Single(heard.ChildrenOf(await heard.ServerAsync()), each => each.Kind == ActivityKind.Client);
        Assert.Equal(attempt.Id, upstream.Last.Line("traceparent"));
        Assert.Equal("vendor=1", upstream.Last.Line("tracestate"));
        Assert.Equal(
            ("127.0.0.1", upstream.Port, 200, $"{upstream.Url}/"),
            (attempt.GetTagItem("server.address"), attempt.GetTagItem("server.port"), attempt.GetTagItem("http.response.status_code"), attempt.GetTagItem("url.full")));
    }

    [Fact]
    public async Task Has_an_activity_for_each_try()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1", "/", """{"retries":2}""");
        using var heard = new Activities(host);

        await SendAsync(host, "/");

        Activity server = await heard.ServerAsync();
        Activity[] tries = [.. heard.ChildrenOf(server).Where(each => each.Kind == ActivityKind.Client)];
        Assert.Equal([null, 1, 2], tries.Select(each => each.GetTagItem("http.request.resend_count")));
        Assert.All(tries, each => Assert.Equal(ActivityStatusCode.Error, each.Status));
        Assert.Equal((502, "502", ActivityStatusCode.Error), (server.GetTagItem("http.response.status_code"), server.GetTagItem("error.type"), server.Status));
    }

    [Fact]
    public async Task Passes_the_clients_header_on_untouched_while_nobody_listens()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/");

        await SendAsync(host, "/");

        Assert.Equal((Incoming, "vendor=1"), (upstream.Last.Line("traceparent"), upstream.Last.Line("tracestate")));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-00")]
    [InlineData("")]
    public async Task Begins_a_trace_of_its_own_when_the_clients_is_none(string parent)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/");
        using var heard = new Activities(host);

        await SendAsync(host, "/", parent);

        Activity server = await heard.ServerAsync();
        Assert.Equal(default, server.ParentSpanId);
        Assert.StartsWith($"00-{server.TraceId.ToHexString()}-", upstream.Last.Line("traceparent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_with_requests_that_no_route_matches()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        using var heard = new Activities(host);

        await SendAsync(host, "/nowhere");

        Activity server = await heard.ServerAsync();
        Assert.Equal(("GET", 404, ActivityStatusCode.Unset), (server.DisplayName, server.GetTagItem("http.response.status_code"), server.Status));
    }

    private static async Task SendAsync(ProxyHost host, string path, string parent = Incoming)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("traceparent", parent);
        request.Headers.TryAddWithoutValidation("tracestate", "vendor=1");
        using HttpResponseMessage answer = await host.Client.SendAsync(request);
    }

    /// <summary>Listens to the source of one host.</summary>
    private sealed class Activities : IDisposable
    {
        private readonly ActivityListener _listener;
        private readonly ConcurrentQueue<Activity> _stopped = new();

        public Activities(ProxyHost host)
        {
            ActivitySource source = host.Services.GetRequiredService<GatewayTracing>().Source;
            _listener = new ActivityListener
            {
                ShouldListenTo = each => ReferenceEquals(each, source),
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _stopped.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<Activity> All => [.. _stopped];

        public async Task<Activity> ServerAsync()
        {
            await Wait.UntilAsync(() => _stopped.Any(each => each.Kind == ActivityKind.Server));
            return Assert.Single(_stopped, each => each.Kind == ActivityKind.Server);
        }

        public IReadOnlyList<Activity> ChildrenOf(Activity parent) => [.. _stopped.Where(each => each.ParentSpanId == parent.SpanId)];

        public void Dispose() => _listener.Dispose();
    }
}
