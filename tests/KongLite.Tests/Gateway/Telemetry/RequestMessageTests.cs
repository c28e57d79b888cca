using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Gateway.Telemetry;

/// <summary>Messages about a request can be found by its id.</summary>
public sealed class RequestMessageTests
{
    [Theory]
    [InlineData("probe-high", "access:throw", "plugin probe-high failed in access")]
    [InlineData("probe-high", "header:throw", "plugin probe-high failed in header_filter")]
    [InlineData("probe-body", "body:throw-once", "plugin probe-body failed in body_filter")]
    [InlineData("probe-high", "log:throw", "plugin probe-high failed in log")]
    [InlineData("probe-upstream", "inject", "failed (Bug: ")]
    [InlineData("probe-high", "nothing", "failed (NotConnected: ")]
    public async Task Have_the_request_id(string plugin, string act, string text)
    {
        using var log = new LogLines();
        await using ProxyHost host = await ProxyHost.StartAsync(services: services => services.AddSingleton<ILoggerProvider>(log));
        await host.AddServiceAsync("http://127.0.0.1:1", service: """{"retries":0}""");
        await host.AddPluginAsync(plugin, $$"""{"act":"{{act}}"}""");

        using HttpResponseMessage answer = await host.Client.GetAsync("/");

        string id = Assert.Single(answer.Headers.GetValues("X-Kong-Request-Id"));
        LogLine? line = null;
        await Wait.UntilAsync(() => (line = log.All.FirstOrDefault(each => each.Text.Contains(text, StringComparison.Ordinal))) is not null);
        Assert.Equal(id, Assert.Single(line!.Properties, each => each.Key == "RequestId").Value);
        Assert.DoesNotContain(
            log.All.Where(each => each.Category.StartsWith("KongLite", StringComparison.Ordinal)), each => each.Properties.All(property => property.Key != "RequestId"));
    }
}
