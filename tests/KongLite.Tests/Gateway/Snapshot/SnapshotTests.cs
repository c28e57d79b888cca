using System.Net;
using System.Reflection;
using KongLite.Gateway.Pipeline;
using KongLite.Gateway.Snapshot;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Snapshot;

public sealed class SnapshotTests
{
    [Fact]
    public async Task Puts_a_written_change_in_force_for_the_next_request()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        HttpStatusCode before = (await host.Client.GetAsync("/a")).StatusCode;
        Service service = await host.AddServiceAsync(upstream.Url, "/a");
        HttpStatusCode added = (await host.Client.GetAsync("/a")).StatusCode;

        await host.ChangeAsync(service with { Path = "/other" });
        await host.Client.GetAsync("/a");
        string target = upstream.Last.Target;
        await host.ChangeAsync(service with { Enabled = false });
        HttpStatusCode off = (await host.Client.GetAsync("/a")).StatusCode;

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK, "/other", HttpStatusCode.NotFound), (before, added, target, off));
    }

    [Fact]
    public async Task Removes_what_was_removed()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        Plugin plugin = await host.AddPluginAsync("probe-high", """{"act":"access:exit"}""");
        HttpStatusCode with = (await host.Client.GetAsync("/")).StatusCode;

        await host.RemoveAsync<Plugin>(plugin.Id);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (with, (await host.Client.GetAsync("/")).StatusCode));
    }

    [Fact]
    public async Task Takes_over_what_has_not_changed()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        Service service = await host.AddServiceAsync("http://127.0.0.1:1");
        Plugin plugin = await host.AddPluginAsync("probe-low");
        GatewaySnapshot before = host.State.Current;

        await host.AddServiceAsync("http://127.0.0.1:2", "/b");

        GatewaySnapshot after = host.State.Current;
        Assert.NotSame(before, after);
        Assert.Same(before.Known(service, null, default), after.Known(service, null, default));
        Assert.Same(before.Known(plugin), after.Known(plugin));
        Assert.Same(before.Compiled(host.LastRoute!, service), after.Compiled(host.LastRoute!, service));
    }

    [Fact]
    public async Task Shares_chains_among_routes_without_plugins_of_their_own()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1", "/a");
        Route first = host.LastRoute!;
        await host.AddServiceAsync("http://127.0.0.1:1", "/b");
        Route second = host.LastRoute!;
        await host.AddPluginAsync("probe-low", route: second.Id);

        PluginTable plugins = host.State.Current.Plugins;

        Assert.Same(plugins.Global, plugins.For(first));
        Assert.NotSame(plugins.Global, plugins.For(second));
    }

    [Fact]
    public async Task Counts_versions_for_rows_that_are_not_in_it()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        long before = host.State.Current.Version;

        await host.AddAsync<Consumer>("""{"username":"ann"}""");

        Assert.True(host.State.Current.Version > before);
    }

    [Fact]
    public void Has_nothing_that_could_be_set()
    {
        Type[] parts = [typeof(GatewaySnapshot), typeof(PluginTable), typeof(PluginChain), typeof(PluginSlot), typeof(PluginInstance)];

        Assert.All(parts, part =>
        {
            Assert.All(part.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), property => Assert.Null(property.SetMethod));
            Assert.All(
                part.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(field => !field.Name.Contains('<', StringComparison.Ordinal)),
                field => Assert.True(field.IsInitOnly, $"{part.Name}.{field.Name}"));
        });
    }
}
