using KongLite.Plugins.RequestTermination;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins.RequestTermination;

public sealed class RequestTerminationTests
{
    [Fact]
    public void Fills_in_the_defaults() => TestExchange.Equal(
        """{"status_code":503,"message":null,"content_type":null,"body":null,"echo":false,"trigger":null}""",
        TestConfig.Stored("request-termination", "{}"));

    [Theory]
    [InlineData("""{"status_code":99}""", """{"status_code":"value should be between 100 and 599"}""")]
    [InlineData("""{"status_code":600}""", """{"status_code":"value should be between 100 and 599"}""")]
    [InlineData("""{"status_code":"200"}""", """{"status_code":"expected an integer"}""")]
    [InlineData("""{"status_code":200.5}""", """{"status_code":"expected an integer"}""")]
    [InlineData("""{"status_code":null}""", """{"status_code":"required field missing"}""")]
    [InlineData("""{"message":5}""", """{"message":"expected a string"}""")]
    [InlineData("""{"trigger":"a b"}""", """{"trigger":"bad header name 'a b', allowed characters are A-Z, a-z, 0-9, '_', and '-'"}""")]
    [InlineData("""{"message":"m","body":"b"}""", "\"message cannot be used with content_type or body\"")]
    [InlineData("""{"message":"m","content_type":"c"}""", "\"message cannot be used with content_type or body\"")]
    [InlineData("""{"content_type":"c"}""", "\"content_type requires a body\"")]
    [InlineData("""{"echo":true,"body":"b"}""", "\"echo cannot be used with content_type and body\"")]
    [InlineData("""{"status_code":99,"content_type":"c"}""", """{"status_code":"value should be between 100 and 599"}""")]
    public void Refuses_what_Kong_refuses(string config, string errors) =>
        TestExchange.Equal(errors, TestConfig.Errors("request-termination", config)!.Fields["config"]);

    [Fact]
    public void Accepts_echo_with_a_message() => Assert.Null(TestConfig.Errors("request-termination", """{"echo":true,"message":"m"}"""));

    [Theory]
    [InlineData(401, "Unauthorized")]
    [InlineData(404, "Not found")]
    [InlineData(405, "Method not allowed")]
    [InlineData(500, "An unexpected error occurred")]
    [InlineData(502, "Bad Gateway")]
    [InlineData(503, "Service unavailable")]
    public async Task Has_a_text_for_some_statuses(int status, string message)
    {
        Exchange exchange = await RunAsync(new RequestTerminationConfig { StatusCode = status });

        Assert.Equal(status, exchange.Local!.Status);
        Assert.Equal($$"""{"message":"{{message}}"}""", exchange.Json()!.ToJsonString());
    }

    [Fact]
    public async Task Answers_a_status_alone_when_there_is_no_text_for_it()
    {
        Exchange exchange = await RunAsync(new RequestTerminationConfig { StatusCode = 418 });

        Assert.Equal(new LocalAnswer(LocalAnswerKind.Bare, 418), exchange.Local);
    }

    [Fact]
    public async Task Answers_the_configured_message()
    {
        Exchange exchange = await RunAsync(new RequestTerminationConfig { StatusCode = 406, Message = "a/b \"q\" é" });

        Assert.Equal("a/b \"q\" é", (string?)exchange.Json()!["message"]);
    }

    [Theory]
    [InlineData("text/html; charset=utf-8")]
    [InlineData(null)]
    public async Task Answers_the_configured_body_as_it_is(string? type)
    {
        Exchange exchange = await RunAsync(new RequestTerminationConfig { StatusCode = 451, Body = "<h1>Büsy</h1>", ContentType = type });

        Assert.Equal((451, "<h1>Büsy</h1>"), (exchange.Local!.Status, exchange.Text()));
        Assert.Equal(type, exchange.Response.Header("Content-Type"));
    }

    [Theory]
    [InlineData("/", null, false)]
    [InlineData("/", "1", true)]
    [InlineData("/", "", true)]
    [InlineData("/?gone=0", null, true)]
    [InlineData("/?gone", null, true)]
    [InlineData("/?Gone=1", null, false)]
    public async Task Answers_only_what_has_the_trigger(string target, string? header, bool answers)
    {
        Exchange exchange = TestExchange.Of("GET", target, "gone=1", header is null ? [] : [("Gone", header)]);

        PhaseResult result = await new RequestTerminationPlugin(new RequestTerminationConfig { Trigger = "gone" }).AccessAsync(exchange);

        Assert.Equal(answers ? PhaseResult.Exit : PhaseResult.Continue, result);
    }

    [Fact]
    public async Task Tells_the_request_back()
    {
        Exchange exchange = TestExchange.Of(
            "POST", "/r/./x?a=1&b&a=2", """{"k":["v"]}""", ("Host", "Api.Test:8000"), ("Content-Type", "application/json"), ("X-Test", "T"), ("X.Dot", "d"));
        exchange.Route = new Route { Id = Guid.NewGuid(), Name = "r", Paths = ["/r"] };

        await new RequestTerminationPlugin(new RequestTerminationConfig { StatusCode = 404, Echo = true }).AccessAsync(exchange);

        TestExchange.Equal(
            """
            {"scheme":"http","host":"api.test","port":8000,"headers":{"host":"Api.Test:8000","content-type":"application/json","x-test":"T"},
             "query":{"a":["1","2"],"b":true},"method":"POST","path":"/r/x","uri_captures":{"named":{},"unnamed":[]},
             "body":{"k":["v"]},"raw_body":"{\"k\":[\"v\"]}"}
            """,
            exchange.Json()!["request"]);
        Assert.Equal("Not found", (string?)exchange.Json()!["message"]);
        Assert.Equal(exchange.Node.Id.ToString(), (string?)exchange.Json()!["kong"]!["node_id"]);
        Assert.Equal("r", (string?)exchange.Json()!["matched_route"]!["name"]);
        Assert.False(exchange.Json()!["matched_route"]!.AsObject().ContainsKey("hosts"));
        Assert.Null(exchange.Json()!["matched_service"]);
    }

    [Fact]
    public async Task Tells_no_body_that_cannot_be_read()
    {
        Exchange exchange = TestExchange.Of("GET", "/", "plain", ("Content-Type", "text/plain"));

        await new RequestTerminationPlugin(new RequestTerminationConfig { StatusCode = 418, Echo = true }).AccessAsync(exchange);

        Assert.False(exchange.Json()!["request"]!.AsObject().ContainsKey("body"));
        Assert.Equal("plain", (string?)exchange.Json()!["request"]!["raw_body"]);
        Assert.False(exchange.Json()!.AsObject().ContainsKey("message"));
    }

    private static async Task<Exchange> RunAsync(RequestTerminationConfig config)
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        Assert.Equal(PhaseResult.Exit, await new RequestTerminationPlugin(config).AccessAsync(exchange));
        return exchange;
    }
}
