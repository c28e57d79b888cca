using System.Text;
using KongLite.Plugins.Shared.Metrics;
using KongLite.Plugins.Statsd;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Plugins.Statsd;

public sealed class StatsdLinesTests
{
    private static readonly StatsdMetric Counter = new() { Name = "request_count", StatType = "counter", SampleRate = 1 };

    [Theory]
    [InlineData("a.b", "h.test", "kong.service.a_b.request.count:1|c\n")]
    [InlineData(null, "h.test", "kong.service.h_test.request.count:1|c\n")]
    public void Names_the_service_without_dots(string? name, string host, string expected)
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Service = new Service { Name = name, Host = host };

        Assert.Equal(expected, Line(new StatsdConfig(), Counter, exchange));
    }

    [Fact]
    public void Requests_without_a_service_are_unmatched()
    {
        Assert.Equal("kong.global.unmatched.request.count:1|c\n", Line(new StatsdConfig(), Counter, TestExchange.Of("GET", "/")));
    }

    [Fact]
    public void A_service_without_the_identifier_is_unnamed()
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Service = new Service { Host = "h.test" };
        StatsdMetric metric = Counter with { ServiceIdentifier = ServiceIdentifier.ServiceName };

        Assert.Equal("kong.service.unnamed.request.count:1|c\n", Line(new StatsdConfig(), metric, exchange));
    }

    [Fact]
    public void Tells_a_rate_other_than_one()
    {
        Assert.Equal(
            "kong.global.unmatched.request.count:1|c|@0.5\n", Line(new StatsdConfig(), Counter with { SampleRate = 0.5 }, TestExchange.Of("GET", "/")));
    }

    [Theory]
    [InlineData("dogstatsd", "kong.request.count:1|c|#service:s,route:r,workspace:{0},node:{1},status:200\n")]
    [InlineData("influxdb", "kong.request.count,service=s,route=r,workspace={0},node={1},status=200:1|c\n")]
    [InlineData("librato", "kong.request.count#service=s,route=r,workspace={0},node={1},status=200:1|c\n")]
    [InlineData("signalfx", "kong.request.count[service=s,route=r,workspace={0},node={1},status=200]:1|c\n")]
    public void Writes_tags_in_the_style_of_the_server(string style, string expected)
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Service = new Service { Name = "s", Host = "h.test" };
        exchange.Route = new Route { Name = "r" };

        string line = Line(new StatsdConfig { TagStyle = style }, Counter, exchange);

        Assert.Equal(expected.Replace("{0}", MetricNames.OfWorkspace(WorkspaceIdentifier.WorkspaceId), StringComparison.Ordinal)
            .Replace("{1}", Environment.MachineName, StringComparison.Ordinal), line);
    }

    private static string Line(StatsdConfig config, StatsdMetric metric, Exchange exchange)
    {
        var text = new StringBuilder();
        new StatsdLines(config).Write(text, metric, exchange, "request.count", 1);
        return text.ToString();
    }
}
