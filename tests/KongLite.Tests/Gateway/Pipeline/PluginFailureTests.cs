using KongLite.Tests.Gateway.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Gateway.Pipeline;

/// <summary>A plugin's bug costs the request that met it, and nothing else.</summary>
public sealed class PluginFailureTests : IAsyncLifetime
{
    private const int NoAnswer = 0;
    private readonly LogLines _log = new();
    private EchoUpstream _upstream = null!;
    private ProxyHost _host = null!;

    public async Task InitializeAsync()
    {
        _upstream = await EchoUpstream.StartAsync();
        _host = await ProxyHost.StartAsync(services: services => services.AddSingleton<ILoggerProvider>(_log));
        await _host.AddServiceAsync(_upstream.Url);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _upstream.DisposeAsync();
        _log.Dispose();
    }

    // The filter that fails on an answer that was read whole fails on the 500 in its place once more.
    [Theory]
    [InlineData("probe-failing", "rewrite", 500, 0, 1)]
    [InlineData("probe-failing", "access", 500, 0, 1)]
    [InlineData("probe-failing", "header_filter", 500, 1, 1)]
    [InlineData("probe-failing", "body_filter", NoAnswer, 1, 1)]
    [InlineData("probe-failing", "log", 200, 1, 1)]
    [InlineData("probe-failing-whole", "response", 500, 1, 1)]
    [InlineData("probe-failing-whole", "header_filter", 500, 1, 1)]
    [InlineData("probe-failing-whole", "body_filter", 500, 1, 2)]
    public async Task Costs_one_request_is_logged_and_counted(string plugin, string phase, int status, int arrivals, int failures)
    {
        await _host.AddPluginAsync(plugin, $$"""{"act":"{{phase}}"}""");
        await _host.AddPluginAsync("probe-low", """{"tag":"1"}""");
        using var heard = new Measurements(_host);

        (int Status, string? Id, string Body) bad = await AskAsync("/bad");
        int arrived = _upstream.Count;
        (int Status, string? Id, string Body) good = await AskAsync("/good");

        await Wait.UntilAsync(() => _host.Services.GetRequiredService<ProbeJournal>().Entries.Count == 2);
        Assert.Equal((status, arrivals), (bad.Status, arrived));
        Assert.Equal((200, "hello"), (good.Status, good.Body));
        Assert.Equal(status == 500, bad.Body.Contains("An unexpected error occurred", StringComparison.Ordinal));
        Assert.Equal((failures, failures), (_log.Of(LogLevel.Error).Count, heard.Of("konglite.plugin.failures").Count));
        Assert.All(
            _log.Of(LogLevel.Error),
            line => Assert.StartsWith($"plugin {plugin} failed in {phase}, request {bad.Id}", line, StringComparison.Ordinal));
        Assert.All(
            heard.Of("konglite.plugin.failures"),
            each => Assert.Equal((plugin, phase), (each.Tags["konglite.plugin.name"], each.Tags["konglite.plugin.phase"])));
    }

    [Fact]
    public async Task In_access_keeps_the_plugins_behind_it_from_access_but_not_from_the_answer()
    {
        await _host.AddPluginAsync("probe-failing", """{"act":"access"}""");
        await _host.AddPluginAsync("probe-high", """{"tag":"0"}""");
        await _host.AddPluginAsync("probe-low", """{"tag":"1"}""");

        using HttpResponseMessage answer = await _host.Client.GetAsync("/bad");

        Assert.Equal(("0", "0|1"), (answer.Headers.GetValues("X-Trail").Single(), string.Join('|', answer.Headers.GetValues("X-Filtered"))));
    }

    private async Task<(int Status, string? Id, string Body)> AskAsync(string path)
    {
        try
        {
            using HttpResponseMessage answer = await _host.Client.GetAsync(path);
            return ((int)answer.StatusCode, answer.Headers.GetValues("X-Kong-Request-Id").Single(), await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return (NoAnswer, null, string.Empty);
        }
    }
}
