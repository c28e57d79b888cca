using KongLite.Gateway.Balancing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using KongLite.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Gateway.Balancing;

public sealed class HealthListenerTests : IAsyncLifetime
{
    private const string Channel = "balancer:post_health";
    private const string Checked = """{"healthchecks":{"passive":{"unhealthy":{"http_failures":1}}}}""";
    private readonly FakeClusterEvents _events = new();
    private readonly LogLines _log = new();
    private ProxyHost _host = null!;

    public async Task InitializeAsync() => _host = await ProxyHost.StartAsync(services: services => services
        .AddSingleton<IClusterEvents>(_events)
        .AddSingleton<ILoggerProvider>(_log));

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _log.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1||9001|0|{0}|pool", "9002")]
    [InlineData("127.0.0.1|127.0.0.1|9001|0|{0}|pool", "9002")]
    [InlineData("127.0.0.1||9002|0|{0}|renamed", "9001")]
    [InlineData("127.0.0.1||9003|0|{0}|pool", "9001 9002")]
    [InlineData("127.0.0.2||9001|0|{0}|pool", "9001 9002")]
    [InlineData("127.0.0.1|127.0.0.2|9001|0|{0}|pool", "9001 9002")]
    [InlineData("127.0.0.1||9001|0|05fed3d3-32aa-44b9-9427-df41280cbc66|pool", "9001 9002")]
    public async Task Follows_what_is_set_on_another_node(string data, string available)
    {
        Upstream pool = await _host.AddUpstreamAsync(Checked, "127.0.0.1:9001", "127.0.0.1:9002");

        _events.Raise(Channel, data.Replace("{0}", pool.Id.ToString("D"), StringComparison.Ordinal));

        Assert.Equal(available, await AvailableAsync(pool));
        Assert.Empty(_log.Of(LogLevel.Warning));
        Assert.Empty(_events.Sent);
    }

    [Fact]
    public async Task What_is_healthy_again_gets_requests_again()
    {
        Upstream pool = await _host.AddUpstreamAsync(Checked, "127.0.0.1:9001");
        _events.Raise(Channel, $"127.0.0.1||9001|0|{pool.Id:D}|pool");
        string ill = await AvailableAsync(pool);

        _events.Raise(Channel, $"127.0.0.1||9001|1|{pool.Id:D}|pool");

        Assert.Equal((string.Empty, "9001"), (ill, await AvailableAsync(pool)));
    }

    [Fact]
    public async Task An_IPv6_address_is_the_same_however_it_is_written()
    {
        Upstream pool = await _host.AddUpstreamAsync(Checked, "[::1]:9001");

        _events.Raise(Channel, $"[0:0::1]|0000:0000:0000:0000:0000:0000:0000:0001|9001|0|{pool.Id:D}|pool");

        Assert.Equal(string.Empty, await AvailableAsync(pool));
    }

    [Fact]
    public async Task Ignores_what_it_cannot_read_and_says_so()
    {
        Upstream pool = await _host.AddUpstreamAsync(Checked, "127.0.0.1:9001");

        _events.Raise(Channel, "127.0.0.1:9001 is down");

        Assert.Equal("9001", await AvailableAsync(pool));
        Assert.Equal(["another node sent a health of a target that cannot be read; it is ignored"], _log.Of(LogLevel.Warning));
    }

    [Theory]
    [InlineData("127.0.0.1:9001", null, "127.0.0.1||9001|0|")]
    [InlineData("127.0.0.1:9001", "127.0.0.1:9001", "127.0.0.1|127.0.0.1|9001|0|")]
    [InlineData("127.0.0.1:9001", "127.0.0.1", "127.0.0.1|127.0.0.1|8000|0|")]
    [InlineData(
        "[::1]:9001", "[::1]:9001", "[0000:0000:0000:0000:0000:0000:0000:0001]|0000:0000:0000:0000:0000:0000:0000:0001|9001|0|")]
    public async Task Other_nodes_hear_of_what_is_set_here(string target, string? address, string expected)
    {
        Upstream pool = await _host.AddUpstreamAsync(Checked);
        Target row = await _host.AddTargetAsync(pool, target);

        await HealthOf().SetAsync(pool.Id, row.Id, address, isHealthy: false);

        Assert.Equal([$"{Channel} {expected}{pool.Id:D}|pool"], _events.Sent);
    }

    [Fact]
    public async Task Nobody_hears_of_what_could_not_be_set()
    {
        Upstream pool = await _host.AddUpstreamAsync("{}");
        Target row = await _host.AddTargetAsync(pool, "127.0.0.1:9001");

        string? reason = await HealthOf().SetAsync(pool.Id, row.Id, null, isHealthy: false);

        Assert.Equal("no healthchecker found for pool", reason);
        Assert.Empty(_events.Sent);
    }

    [Fact]
    public async Task It_is_set_here_though_the_others_cannot_be_told()
    {
        Upstream pool = await _host.AddUpstreamAsync(Checked);
        Target row = await _host.AddTargetAsync(pool, "127.0.0.1:9001");
        _events.IsLost = true;

        Assert.Null(await HealthOf().SetAsync(pool.Id, row.Id, null, isHealthy: false));

        Assert.Equal(string.Empty, await AvailableAsync(pool));
        Assert.Equal(["upstream pool: the other nodes were not told the health of 127.0.0.1: connection refused"], _log.Of(LogLevel.Error));
    }

    private UpstreamHealth HealthOf() => _host.Services.GetRequiredService<UpstreamHealth>();

    private async Task<string> AvailableAsync(Upstream pool)
    {
        UpstreamReport? report = await HealthOf().ReportAsync(pool.Id, default);
        return string.Join(' ', report!.Targets.SelectMany(target => target.Addresses).Where(each => each.IsAvailable).Select(each => each.Port).Order());
    }
}
