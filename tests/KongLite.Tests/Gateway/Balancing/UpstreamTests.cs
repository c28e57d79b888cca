using System.Net;
using KongLite.Gateway.Balancing;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Balancing;

public sealed class UpstreamTests : IAsyncLifetime
{
    private const string Dead = "127.0.0.1:1";
    private EchoUpstream _one = null!;
    private EchoUpstream _two = null!;
    private ProxyHost _host = null!;

    private string One => $"127.0.0.1:{_one.Port}";

    private string Two => $"127.0.0.1:{_two.Port}";

    public async Task InitializeAsync()
    {
        _one = await EchoUpstream.StartAsync();
        _two = await EchoUpstream.StartAsync();
        _host = await ProxyHost.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task A_service_whose_host_is_an_upstream_goes_to_its_targets_and_their_ports()
    {
        await _host.AddUpstreamAsync("{}", One, Two);
        await _host.AddServiceAsync("http://pool:1/base");

        await GetAsync(10);

        Assert.Equal((5, 5), (_one.Count, _two.Count));
        Assert.Equal("/base", _one.Last.Target);
        Assert.Equal(One, _one.Last.Line("Host"));
    }

    [Fact]
    public async Task Follows_targets_with_the_next_request()
    {
        Upstream pool = await _host.AddUpstreamAsync("{}");
        await _host.AddServiceAsync("http://pool");
        HttpStatusCode empty = await StatusAsync();

        Target first = await _host.AddTargetAsync(pool, One);
        HttpStatusCode filled = await StatusAsync();
        await _host.AddTargetAsync(pool, Two);
        await _host.RemoveAsync<Target>(first.Id);
        await GetAsync(3);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (empty, filled));
        Assert.Equal((1, 3), (_one.Count, _two.Count));
    }

    [Fact]
    public async Task A_host_becomes_an_upstream_when_there_is_one_of_its_name_and_a_host_again_without()
    {
        await _host.AddServiceAsync($"http://localhost:{_one.Port}");
        await GetAsync(1);

        Upstream upstream = await _host.AddUpstreamAsync("""{"name":"localhost"}""", Two);
        await GetAsync(1);
        await _host.RemoveAsync<Upstream>(upstream.Id);
        await GetAsync(1);

        Assert.Equal((2, 1), (_one.Count, _two.Count));
    }

    [Fact]
    public async Task A_plugin_can_choose_an_upstream()
    {
        await _host.AddUpstreamAsync("{}", One, Two);
        await _host.AddServiceAsync("http://127.0.0.1:1");
        await _host.AddPluginAsync("probe-upstream", """{"act":"upstream","tag":"pool"}""");

        await GetAsync(4);

        Assert.Equal((2, 2), (_one.Count, _two.Count));
    }

    [Fact]
    public async Task Says_in_Kongs_words_that_nobody_is_there()
    {
        await _host.AddUpstreamAsync("{}");
        await _host.AddServiceAsync("http://pool");

        HttpResponseMessage answer = await _host.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("\"message\":\"failure to get a peer from the ring-balancer\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Via"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_try_that_failed_goes_to_another_target(string method)
    {
        await _host.AddUpstreamAsync("{}", Dead, "127.0.0.1:2", One);
        await _host.AddServiceAsync("http://pool", service: """{"retries":2}""");

        for (int i = 0; i < 6; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/") { Content = method == "POST" ? new StringContent("body") : null };
            Assert.Equal(HttpStatusCode.OK, (await _host.Client.SendAsync(request)).StatusCode);
        }

        Assert.Equal(6, _one.Count);
    }

    [Fact]
    public async Task An_address_that_never_answers_is_not_the_fastest()
    {
        await _host.AddUpstreamAsync("""{"algorithm":"latency"}""", Dead, One);
        await _host.AddServiceAsync("http://pool");

        await GetAsync(2);

        CompiledUpstream pool = _host.State.Current.Upstreams.Find("pool")!;
        Assert.NotEqual(0, pool.Peer(Dead).State.Latency(System.Diagnostics.Stopwatch.GetTimestamp()));
    }

    [Fact]
    public async Task When_a_retry_finds_nobody_the_answer_is_503_without_the_reason()
    {
        await _host.AddUpstreamAsync("""{"healthchecks":{"passive":{"unhealthy":{"tcp_failures":1}}}}""", Dead);
        await _host.AddServiceAsync("http://pool");
        _host.Client.DefaultRequestHeaders.Add("Accept", "application/json");

        HttpResponseMessage first = await _host.Client.GetAsync("/");
        HttpResponseMessage second = await _host.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.Contains("The upstream server is currently unavailable", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("ring-balancer", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "{}", "127.0.0.1:{0}")]
    [InlineData("""{"host_header":"h.test"}""", "{}", "h.test:{0}")]
    [InlineData("""{"host_header":"h.test:99"}""", "{}", "h.test:99")]
    [InlineData("""{"host_header":"h.test"}""", """{"preserve_host":true}""", "client.test")]
    public async Task Host_is_the_targets_or_the_upstreams(string upstream, string route, string expected)
    {
        await _host.AddUpstreamAsync(upstream, One);
        await _host.AddServiceAsync("http://pool", route: route);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "client.test" } };
        await _host.Client.SendAsync(request);

        Assert.Equal(expected.Replace("{0}", $"{_one.Port}", StringComparison.Ordinal), _one.Last.Line("Host"));
    }

    [Fact]
    public async Task A_target_that_is_a_name_keeps_it_in_Host()
    {
        await _host.AddUpstreamAsync("{}", $"localhost:{_one.Port}");
        await _host.AddServiceAsync("http://pool");

        await GetAsync(1);

        Assert.Equal($"localhost:{_one.Port}", _one.Last.Line("Host"));
    }

    [Fact]
    public async Task A_target_whose_name_means_nothing_takes_no_share()
    {
        await _host.AddUpstreamAsync("{}", "nowhere.invalid:80", One);
        await _host.AddServiceAsync("http://pool", service: """{"retries":0}""");

        await GetAsync(4);

        Assert.Equal(4, _one.Count);
    }

    [Fact]
    public async Task Failures_of_the_service_put_a_target_out_of_use_and_stay_known_when_the_upstream_changes()
    {
        Upstream pool = await _host.AddUpstreamAsync("""{"healthchecks":{"passive":{"unhealthy":{"http_failures":1}}}}""", One, Two);
        await _host.AddServiceAsync("http://pool");
        _one.Answer = context => Answer(context, 500);
        await _host.Client.GetAsync("/");
        await _host.Client.GetAsync("/");

        await _host.ChangeAsync(pool with { Tags = ["changed"] });
        int before = _one.Count;
        await GetAsync(4);

        Assert.Equal(1, before);
        Assert.Equal(before, _one.Count);
    }

    [Fact]
    public async Task Health_goes_with_the_upstream()
    {
        const string Fields = """{"healthchecks":{"passive":{"unhealthy":{"http_failures":1}}}}""";
        Upstream pool = await _host.AddUpstreamAsync(Fields, One);
        await _host.AddServiceAsync("http://pool");
        _one.Answer = context => Answer(context, 500);
        await _host.Client.GetAsync("/");
        HttpStatusCode dead = await StatusAsync();

        await _host.RemoveAsync<Upstream>(pool.Id);
        _one.Answer = context => Answer(context, 200);
        await _host.AddUpstreamAsync(Fields, One);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (dead, await StatusAsync()));
    }

    [Fact]
    public async Task Without_health_checks_failures_change_nothing()
    {
        await _host.AddUpstreamAsync("{}", One);
        await _host.AddServiceAsync("http://pool");
        _one.Answer = context => Answer(context, 500);

        await _host.Client.GetAsync("/");
        await _host.Client.GetAsync("/");

        Assert.Equal(2, _one.Count);
        Assert.Equal(HealthState.Healthy, Snapshot().State.Peers!.Peers[0].State.State);
    }

    [Fact]
    public async Task A_service_that_times_out_is_reported_as_such()
    {
        await _host.AddUpstreamAsync("""{"healthchecks":{"passive":{"unhealthy":{"timeouts":1}}}}""", One);
        await _host.AddServiceAsync("http://pool", service: """{"read_timeout":100,"retries":0}""");
        var forever = new TaskCompletionSource();
        _one.Answer = context => forever.Task.WaitAsync(context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

        HttpStatusCode first = await StatusAsync();
        HttpStatusCode second = await StatusAsync();

        Assert.Equal((HttpStatusCode.GatewayTimeout, HttpStatusCode.ServiceUnavailable), (first, second));
    }

    [Fact]
    public async Task A_refused_connection_of_the_last_try_is_only_a_status_as_in_Kong()
    {
        await _host.AddUpstreamAsync("""{"healthchecks":{"passive":{"unhealthy":{"tcp_failures":1}}}}""", Dead);
        await _host.AddServiceAsync("http://pool", service: """{"retries":0}""");

        await StatusAsync();

        Assert.Equal(HttpStatusCode.BadGateway, await StatusAsync());
    }

    [Fact]
    public async Task Requests_under_way_are_counted_until_they_end()
    {
        await _host.AddUpstreamAsync("""{"algorithm":"least-connections"}""", One, Two);
        await _host.AddServiceAsync("http://pool");
        var release = new TaskCompletionSource();
        _one.Answer = async context =>
        {
            await release.Task;
            await Answer(context, 200);
        };
        Task<HttpResponseMessage> slow = await OneUnderWayAsync();
        int before = _two.Count;

        await GetAsync(3);
        release.SetResult();
        await slow;

        Assert.Equal(before + 3, _two.Count);
        Assert.All(Snapshot().State.Peers!.Peers, peer => Assert.Equal(0, peer.State.Active));
    }

    private async Task<Task<HttpResponseMessage>> OneUnderWayAsync()
    {
        while (true)
        {
            Task<HttpResponseMessage> request = _host.Client.GetAsync("/");
            while (!request.IsCompleted)
            {
                if (_one.Count > 0)
                {
                    return request;
                }

                await Task.Yield();
            }
        }
    }

    private CompiledUpstream Snapshot() => _host.State.Current.Upstreams.Find("pool")!;

    private static Task Answer(Microsoft.AspNetCore.Http.HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private async Task GetAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync());
        }
    }

    private async Task<HttpStatusCode> StatusAsync()
    {
        using HttpResponseMessage answer = await _host.Client.GetAsync("/");
        return answer.StatusCode;
    }
}
