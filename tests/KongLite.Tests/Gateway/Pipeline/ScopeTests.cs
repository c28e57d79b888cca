using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Pipeline;

public sealed class ScopeTests
{
    // Letters say what a configuration is attached to: r route, s service, c consumer, - nothing.
    [Theory]
    [InlineData("rsc rc sc rs c r s -", "rsc")]
    [InlineData("rc sc rs c r s -", "rc")]
    [InlineData("sc rs c r s -", "sc")]
    [InlineData("rs c r s -", "rs")]
    [InlineData("c r s -", "c")]
    [InlineData("r s -", "r")]
    [InlineData("s -", "s")]
    [InlineData("-", "-")]
    public async Task Chooses_the_most_specific_configuration(string configured, string expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        Service service = await host.AddServiceAsync(upstream.Url);
        Consumer consumer = await host.AddAsync<Consumer>("""{"username":"ann"}""");
        await host.AddPluginAsync("probe-high", $$"""{"authenticates":"{{consumer.Id}}"}""");
        await ConfigureAsync(host, service, consumer, configured);

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal("-" + expected, answer.Headers.GetValues("X-Trail").Single());
    }

    [Theory]
    [InlineData("rsc rc sc rs c r s -", "rs")]
    [InlineData("rsc rc sc c r s -", "r")]
    [InlineData("rsc rc sc c s -", "s")]
    [InlineData("rsc rc sc c -", "-")]
    [InlineData("rsc rc sc c", null)]
    public async Task Leaves_configurations_of_a_consumer_to_that_consumer(string configured, string? expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        Service service = await host.AddServiceAsync(upstream.Url);
        Consumer consumer = await host.AddAsync<Consumer>("""{"username":"ann"}""");
        Consumer other = await host.AddAsync<Consumer>("""{"username":"bob"}""");
        await ConfigureAsync(host, service, consumer, configured);

        HttpResponseMessage nobody = await host.Client.GetAsync("/");
        await host.AddPluginAsync("probe-high", $$"""{"tag":".","authenticates":"{{other.Id}}"}""");
        HttpResponseMessage somebody = await host.Client.GetAsync("/");

        Assert.Equal(expected, nobody.Headers.TryGetValues("X-Trail", out IEnumerable<string>? trail) ? trail.Single() : null);
        Assert.Equal("." + expected, somebody.Headers.GetValues("X-Trail").Single());
    }

    [Theory]
    [InlineData("rc c r -", "rc")]
    [InlineData("c r -", "c")]
    [InlineData("r -", "r")]
    [InlineData("-", "-")]
    public async Task Chooses_among_what_is_left_without_a_service(string configured, string expected)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        Service service = await host.AddServiceAsync("http://127.0.0.1:1", "/elsewhere");
        Route route = await host.AddAsync<Route>("""{"paths":["/"]}""");
        Consumer consumer = await host.AddAsync<Consumer>("""{"username":"ann"}""");
        await host.AddPluginAsync("probe-high", $$"""{"authenticates":"{{consumer.Id}}"}""");
        await ConfigureAsync(host, service, consumer, $"{configured} s sc", route);

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal("-" + expected, answer.Headers.GetValues("X-Trail").Single());
    }

    [Fact]
    public async Task Does_not_look_back_once_the_consumer_is_known()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        Consumer consumer = await host.AddAsync<Consumer>("""{"username":"ann"}""");
        await host.AddPluginAsync("probe-low", $$"""{"tag":"auth","authenticates":"{{consumer.Id}}"}""");
        await host.AddPluginAsync("probe-high", """{"tag":"all"}""");
        await host.AddPluginAsync("probe-high", """{"tag":"ann"}""", consumer: consumer.Id);

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal("allauth", answer.Headers.GetValues("X-Trail").Single());
    }

    [Fact]
    public async Task Lets_the_general_configuration_apply_where_the_special_one_is_off()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-low", """{"tag":"global"}""");
        await host.AddPluginAsync("probe-low", """{"tag":"route"}""", host.LastRoute!.Id, enabled: false);

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal("global", answer.Headers.GetValues("X-Trail").Single());
    }

    [Fact]
    public async Task Runs_nothing_of_another_route()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/a");
        await host.AddPluginAsync("probe-low", """{"tag":"a"}""", host.LastRoute!.Id);
        await host.AddServiceAsync(upstream.Url, "/b");

        Assert.False((await host.Client.GetAsync("/b")).Headers.Contains("X-Trail"));
    }

    [Theory]
    [InlineData("http", "-", "/", 200, "route")]
    [InlineData("https", "-", "/", 426, "global")]
    [InlineData("http", "-", "/%zz", 400, "global")]
    [InlineData("http", "rewrite:exit", "/", 429, "global")]
    public async Task Runs_the_filters_of_a_route_that_a_request_got_to(string protocol, string rewrite, string path, int status, string expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, route: $$"""{"protocols":["{{protocol}}"]}""");
        await host.AddPluginAsync("probe-rewrite", $$"""{"act":"{{rewrite}}"}""");
        await host.AddPluginAsync("probe-low", """{"tag":"global"}""");
        await host.AddPluginAsync("probe-low", """{"tag":"route"}""", host.LastRoute!.Id);

        string answer = await host.SendAsync($"GET {path} HTTP/1.1\r\nHost: h.test\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains($"X-Filtered: {expected}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_global_plugins_on_the_way_back_of_a_request_without_a_route()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddPluginAsync("probe-low", """{"tag":"global"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/none");

        Assert.Equal(("none", "global"), (answer.Headers.GetValues("X-Trail").Single(), answer.Headers.GetValues("X-Filtered").Single()));
    }

    private static async Task ConfigureAsync(ProxyHost host, Service service, Consumer consumer, string scopes, Route? route = null)
    {
        foreach (string scope in scopes.Split(' '))
        {
            await host.AddPluginAsync(
                "probe-low",
                $$"""{"tag":"{{scope}}"}""",
                scope.Contains('r', StringComparison.Ordinal) ? (route ?? host.LastRoute)!.Id : null,
                scope.Contains('s', StringComparison.Ordinal) ? service.Id : null,
                scope.Contains('c', StringComparison.Ordinal) ? consumer.Id : null);
        }
    }
}
