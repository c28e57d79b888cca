using KongLite.Gateway.Telemetry;
using KongLite.Sdk.Exchanges;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Tests.Gateway.Telemetry;

public sealed class MetricsTests
{
    [Fact]
    public async Task Counts_requests_by_class_and_by_who_answered()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/there");
        using var heard = new Measurements(host);

        await host.Client.GetAsync("/there");
        await host.Client.GetAsync("/there");
        await host.Client.GetAsync("/nowhere");

        await Wait.UntilAsync(() => heard.Of("konglite.requests").Count == 3);
        Assert.Equal(
            ["1 2xx upstream", "1 2xx upstream", "1 4xx gateway"],
            heard.Of("konglite.requests").Select(each => $"{each.Value} {each.Tags["http.response.status_class"]} {each.Tags["konglite.response.source"]}").Order());
    }

    [Fact]
    public async Task Times_requests_in_seconds()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/there");
        using var heard = new Measurements(host);

        await host.Client.GetAsync("/there");
        await host.Client.GetAsync("/nowhere");

        await Wait.UntilAsync(() => heard.Of("konglite.request.duration").Count == 2);
        Assert.Single(heard.Of("konglite.upstream.duration"));
        Assert.Equal(2, heard.Of("konglite.gateway.duration").Count);
        Assert.All(
            [.. heard.Of("konglite.request.duration"), .. heard.Of("konglite.upstream.duration"), .. heard.Of("konglite.gateway.duration")],
            each => Assert.Equal((true, "s"), (each.Value is > 0 and < 60, each.Unit)));
    }

    [Fact]
    public async Task Shows_the_snapshot_and_how_long_it_took()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        using var heard = new Measurements(host);

        await host.AddServiceAsync("http://127.0.0.1:1", "/a");
        heard.Observe();

        Assert.NotEmpty(heard.Of("konglite.snapshot.build.duration"));
        Assert.Equal(host.State.Current.Version, Assert.Single(heard.Of("konglite.snapshot.version")).Value);
        Assert.Equal(0, Assert.Single(heard.Of("konglite.feed.outage")).Value);
    }

    [Fact]
    public async Task Shows_how_long_the_change_feed_is_out_of_reach()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        using var heard = new Measurements(host);

        host.State.Follow(false, DateTimeOffset.UtcNow.AddSeconds(-30));
        heard.Observe();

        Assert.InRange(Assert.Single(heard.Of("konglite.feed.outage")).Value, 30, 300);
    }

    [Fact]
    public async Task Counts_plugins_that_fail()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1", "/");
        await host.AddPluginAsync("probe-high", """{"act":"access:throw"}""");
        using var heard = new Measurements(host);

        await host.Client.GetAsync("/");

        Measurement failure = Assert.Single(heard.Of("konglite.plugin.failures"));
        Assert.Equal(("probe-high", "access"), (failure.Tags["konglite.plugin.name"], failure.Tags["konglite.plugin.phase"]));
    }

    [Fact]
    public async Task Shows_connections_and_lines_that_were_dropped()
    {
        var connections = new ConnectionCounters();
        connections.ConnectionOpened();
        connections.ConnectionOpened();
        connections.ConnectionClosed();
        await using var logs = new AccessLogs(TimeProvider.System);
        await using ProxyHost host = await ProxyHost.StartAsync(services: services => services.AddSingleton(connections).AddSingleton(logs));
        using var heard = new Measurements(host);

        heard.Observe();

        Assert.Equal(
            (2, 1, 0),
            (heard.Of("konglite.connections.accepted").Single().Value, heard.Of("konglite.connections.active").Single().Value, heard.Of("konglite.access_log.dropped").Single().Value));
    }
}
