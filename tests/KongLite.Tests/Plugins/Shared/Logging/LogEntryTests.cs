using System.Collections.Frozen;
using System.Text.Json.Nodes;
using KongLite.Plugins.Shared.Logging;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Plugins.Shared.Logging;

public sealed class LogEntryTests
{
    [Fact]
    public void Tells_of_a_request_without_a_route()
    {
        Exchange exchange = TestExchange.Of("GET", "/none?a=1&a=2&b", null, ("Host", "a.test:8000"), ("X-Two", "1"), ("X-Two", "2"));
        exchange.Exit(404);
        exchange.Response.Status = 404;

        JsonNode entry = JsonNode.Parse(LogEntry.Serialize(exchange))!;

        Assert.Equal("http://a.test:8000/none?a=1&a=2&b", (string?)entry["request"]!["url"]);
        TestExchange.Equal("""{"a":["1","2"],"b":true}""", entry["request"]!["querystring"]);
        TestExchange.Equal("""{"host":"a.test:8000","x-two":["1","2"]}""", entry["request"]!["headers"]);
        Assert.Equal((404, -1, "kong"), ((int)entry["response"]!["status"]!, (int)entry["latencies"]!["proxy"]!, (string?)entry["source"]));
        Assert.Equal(("", "", "203.0.113.9"), ((string?)entry["upstream_uri"], (string?)entry["upstream_status"], (string?)entry["client_ip"]));
        Assert.Null(entry["tries"]);
        Assert.Equal(TestExchange.Start.ToUnixTimeMilliseconds(), (long)entry["started_at"]!);
    }

    [Fact]
    public void Tells_the_port_that_clients_see()
    {
        var node = new NodeInfo { PortMaps = new Dictionary<int, int> { [8000] = 80 }.ToFrozenDictionary() };
        Exchange exchange = TestExchange.Of(node, "GET", "/x", [], ("Host", "A.test:99"));

        JsonNode entry = JsonNode.Parse(LogEntry.Serialize(exchange))!;

        Assert.Equal("http://a.test:80/x", (string?)entry["request"]!["url"]);
        Assert.Equal((8000, 80, 80), (exchange.Request.Port, exchange.Request.OutsidePort, exchange.Request.ForwardedPort));
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("proxy-authorization")]
    public void Hides_credentials(string header)
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, (header, "Basic c2VjcmV0"));

        string entry = System.Text.Encoding.UTF8.GetString(LogEntry.Serialize(exchange));

        Assert.Contains("\"REDACTED\"", entry, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", entry, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_headers_as_UTF_8()
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, ("X-Name", HeaderText.Bytes("Grüße")));

        JsonNode entry = JsonNode.Parse(LogEntry.Serialize(exchange))!;

        Assert.Equal("Grüße", (string?)entry["request"]!["headers"]!["x-name"]);
    }

    [Fact]
    public void Numbers_the_tries()
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Route = new KongLite.Sdk.Entities.Route { Id = Guid.NewGuid() };
        exchange.UpstreamPath = "/x";
        exchange.Calls.Tries.Begin(new UpstreamTry("http://10.0.0.1:81", 0, 1));
        exchange.Calls.Tries.End(502, hasFailed: true);
        exchange.Calls.Tries.Begin(new UpstreamTry("http://10.0.0.2:82", 2, 3));
        exchange.Calls.Tries.End(200, hasFailed: false);

        JsonNode entry = JsonNode.Parse(LogEntry.Serialize(exchange))!;

        Assert.Equal("502, 200", (string?)entry["upstream_status"]);
        JsonArray tries = entry["tries"]!.AsArray();
        Assert.Equal(("10.0.0.1", 81, "failed", 502), ((string?)tries[0]!["ip"], (int)tries[0]!["port"]!, (string?)tries[0]!["state"], (int)tries[0]!["code"]!));
        Assert.Equal(("10.0.0.2", 82, null), ((string?)tries[1]!["ip"], (int)tries[1]!["port"]!, (string?)tries[1]!["state"]));
    }
}
