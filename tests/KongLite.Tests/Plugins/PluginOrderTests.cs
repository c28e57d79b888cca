using KongLite.Plugins;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins;

/// <summary>
/// When a plugin runs: Kong's priorities, and the phases that Kong's handlers have. Where two of those do the work of one here, it is one: response-ratelimiting
/// counts when the headers come, aws-lambda answers with all its headers at once. There are no streams, which have preread.
/// </summary>
public sealed class PluginOrderTests
{
    [Theory]
    [InlineData("pre-function", 1000000, "certificate, rewrite, access, header_filter, body_filter, log")]
    [InlineData("correlation-id", 100001, "access, header_filter")]
    [InlineData("zipkin", 100000, "access, header_filter, body_filter, log")]
    [InlineData("bot-detection", 2500, "access")]
    [InlineData("cors", 2000, "access, header_filter")]
    [InlineData("session", 1900, "access, header_filter")]
    [InlineData("jwt", 1450, "access")]
    [InlineData("oauth2", 1400, "access")]
    [InlineData("key-auth", 1250, "access")]
    [InlineData("basic-auth", 1100, "access")]
    [InlineData("hmac-auth", 1030, "access")]
    [InlineData("ip-restriction", 990, "access")]
    [InlineData("request-size-limiting", 951, "access")]
    [InlineData("acl", 950, "access")]
    [InlineData("rate-limiting", 910, "access")]
    [InlineData("response-ratelimiting", 900, "access, header_filter")]
    [InlineData("request-transformer", 801, "access")]
    [InlineData("response-transformer", 800, "header_filter, body_filter")]
    [InlineData("redirect", 779, "access")]
    [InlineData("standard-webhooks", 760, "access")]
    [InlineData("aws-lambda", 750, "access")]
    [InlineData("azure-functions", 749, "access")]
    [InlineData("proxy-cache", 100, "access, header_filter, body_filter")]
    [InlineData("opentelemetry", 14, "access, header_filter, log")]
    [InlineData("prometheus", 13, "log")]
    [InlineData("http-log", 12, "log")]
    [InlineData("statsd", 11, "log")]
    [InlineData("datadog", 10, "log")]
    [InlineData("file-log", 9, "log")]
    [InlineData("udp-log", 8, "log")]
    [InlineData("tcp-log", 7, "log")]
    [InlineData("loggly", 6, "log")]
    [InlineData("syslog", 4, "log")]
    [InlineData("grpc-web", 3, "access, header_filter, body_filter")]
    [InlineData("request-termination", 2, "access")]
    [InlineData("post-function", -1000, "like pre-function")]
    public void Runs_when_Kongs_does(string name, int priority, string phases)
    {
        PluginDefinition plugin = BundledPlugins.Known[name].Value;

        Assert.Equal(priority, plugin.Priority);
        if (plugin.IsServed)
        {
            Assert.Equal(phases, string.Join(", ", PhasesOf(plugin.Type)));
        }
    }

    [Fact]
    public void No_plugin_is_missing_above()
    {
        int rows = typeof(PluginOrderTests).GetMethod(nameof(Runs_when_Kongs_does))!.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Length;

        Assert.Equal(BundledPlugins.Known.Count, rows);
    }

    private static IEnumerable<string> PhasesOf(Type type)
    {
        (Type Phase, string Name)[] phases =
        [
            (typeof(IRewritePhase), "rewrite"),
            (typeof(IAccessPhase), "access"),
            (typeof(IResponsePhase), "response"),
            (typeof(IHeaderFilterPhase), "header_filter"),
            (typeof(IBodyFilterPhase), "body_filter"),
            (typeof(ILogPhase), "log"),
        ];
        return phases.Where(each => each.Phase.IsAssignableFrom(type)).Select(each => each.Name);
    }
}
