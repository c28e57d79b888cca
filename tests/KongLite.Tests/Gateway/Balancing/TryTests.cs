using System.Net;
using KongLite.Gateway.Balancing;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Balancing;

/// <summary>A request's tries at the targets of an upstream.</summary>
public sealed class TryTests : IAsyncLifetime
{
    private const string Dead = "127.0.0.1:1";
    private const string AlsoDead = "127.0.0.1:2";
    private EchoUpstream _service = null!;
    private ProxyHost _host = null!;

    private string Living => $"127.0.0.1:{_service.Port}";

    public async Task InitializeAsync()
    {
        _service = await EchoUpstream.StartAsync();
        _host = await ProxyHost.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData("round-robin")]
    [InlineData("least-connections")]
    [InlineData("latency")]
    [InlineData("consistent-hashing")]
    public async Task Go_to_everybody_before_anybody_is_asked_twice(string algorithm)
    {
        string hash = algorithm == "consistent-hashing" ? ""","hash_on":"path" """ : string.Empty;
        await _host.AddUpstreamAsync($$"""{"algorithm":"{{algorithm}}"{{hash}}}""", Dead, AlsoDead, Living);
        await _host.AddServiceAsync("http://pool", service: """{"retries":2}""");

        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await _host.Client.GetAsync($"/{i}")).StatusCode);
        }
    }

    [Theory]
    [InlineData("{}", "localhost", "localhost:{0}")]
    [InlineData("""{"preserve_host":true}""", "localhost", "client.test")]
    [InlineData("{}", "127.0.0.1", "127.0.0.1:{0}")]
    public async Task Have_the_Host_of_the_target_that_they_go_to(string route, string name, string expected)
    {
        Upstream pool = await _host.AddUpstreamAsync("""{"algorithm":"latency"}""", Dead);
        await _host.AddTargetAsync(pool, $"{name}:{_service.Port}");
        await _host.AddServiceAsync("http://pool", route: route);

        for (int i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "client.test" } };
            await _host.Client.SendAsync(request);

            Assert.Equal(expected.Replace("{0}", $"{_service.Port}", StringComparison.Ordinal), _service.Last.Line("Host"));
        }
    }

    [Theory]
    [InlineData("GET", 2)]
    [InlineData("PUT", 2)]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    public async Task Are_repeated_after_the_request_was_sent_where_it_may_arrive_twice(string method, int tries)
    {
        await using var broken = new RawUpstream(string.Empty);
        await using var other = new RawUpstream(string.Empty);
        await _host.AddUpstreamAsync("{}", new Uri(broken.Url).Authority, new Uri(other.Url).Authority);
        await _host.AddServiceAsync("http://pool", service: """{"retries":1}""");

        HttpResponseMessage answer = await _host.Client.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), "/") { Content = method == "GET" ? null : new StringContent("body") });

        Assert.Equal((HttpStatusCode.BadGateway, tries), (answer.StatusCode, broken.Count + other.Count));
        Assert.True(broken.Count < 2 && other.Count < 2);
    }

    [Fact]
    public async Task Report_a_connection_that_failed_when_another_try_follows()
    {
        await _host.AddUpstreamAsync("""{"healthchecks":{"passive":{"unhealthy":{"tcp_failures":1}}}}""", Dead, Living);
        await _host.AddServiceAsync("http://pool", service: """{"retries":1}""");

        await _host.Client.GetAsync("/");
        await _host.Client.GetAsync("/");

        CompiledUpstream pool = _host.State.Current.Upstreams.Find("pool")!;
        Assert.Equal((HealthState.Unhealthy, HealthState.Healthy), (pool.Peer(Dead).State.State, pool.Peer(Living).State.State));
    }

    [Theory]
    [InlineData(429, nameof(HealthState.Unhealthy))]
    [InlineData(500, nameof(HealthState.Unhealthy))]
    [InlineData(503, nameof(HealthState.Unhealthy))]
    [InlineData(504, nameof(HealthState.Unhealthy))]
    [InlineData(200, nameof(HealthState.Healthy))]
    [InlineData(404, nameof(HealthState.Healthy))]
    [InlineData(502, nameof(HealthState.Healthy))]
    public async Task Report_the_status_that_a_service_answers_with(int status, string expected)
    {
        await _host.AddUpstreamAsync("""{"healthchecks":{"passive":{"unhealthy":{"http_failures":1,"timeouts":1}}}}""", Living);
        await _host.AddServiceAsync("http://pool");
        _service.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        await _host.Client.GetAsync("/");

        Assert.Equal(expected, _host.State.Current.Upstreams.Find("pool")!.Peer(Living).State.State.ToString());
    }

    [Fact]
    public async Task Bring_an_address_back_when_successes_count()
    {
        await _host.AddUpstreamAsync(
            """{"healthchecks":{"threshold":0,"passive":{"healthy":{"successes":1},"unhealthy":{"http_failures":2}}}}""", Living);
        await _host.AddServiceAsync("http://pool");
        AddressState state = _host.State.Current.Upstreams.Find("pool")!.Peer(Living).State;
        var seen = new List<HealthState>();
        foreach (int status in new[] { 500, 200, 500 })
        {
            _service.Answer = context =>
            {
                context.Response.StatusCode = status;
                return Task.CompletedTask;
            };
            await _host.Client.GetAsync("/");
            seen.Add(state.State);
        }

        Assert.Equal([HealthState.MostlyHealthy, HealthState.Healthy, HealthState.MostlyHealthy], seen);
    }
}
