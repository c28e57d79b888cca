using KongLite.Plugins.Cors;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Plugins.Cors;

public sealed class CorsPluginTests
{
    private static readonly (string, string)[] Preflight = [("Origin", "http://a.test"), ("Access-Control-Request-Method", "GET")];

    [Fact]
    public async Task Answers_a_preflight_by_itself()
    {
        Exchange exchange = TestExchange.Of("OPTIONS", "/", headers: Preflight);

        await RunAsync(new CorsConfig(), exchange);

        Assert.Equal(new LocalAnswer(LocalAnswerKind.Bare, 200), exchange.Local);
        Assert.Equal("*", exchange.Response.Header("Access-Control-Allow-Origin"));
        Assert.Equal("GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT", exchange.Response.Header("Access-Control-Allow-Methods"));
        Assert.Equal(2, exchange.Response.Headers.Count);
    }

    [Fact]
    public async Task Says_everything_that_is_configured_in_a_preflight()
    {
        Exchange exchange = TestExchange.Of("OPTIONS", "/", headers: [.. Preflight, ("Access-Control-Request-Private-Network", "true")]);

        await RunAsync(
            new CorsConfig
            {
                Origins = ["http://one.test"],
                Methods = ["GET", "PATCH"],
                Headers = ["X-A", "X-Bé\r\nEvil: 1"],
                ExposedHeaders = ["X-Out"],
                MaxAge = 23.5,
                Credentials = true,
                PrivateNetwork = true,
            },
            exchange);

        Assert.Equal(
            [
                "Access-Control-Allow-Credentials: true",
                "Access-Control-Allow-Headers: X-A,X-B\u00c3\u00a9%0D%0AEvil: 1",
                "Access-Control-Allow-Methods: GET,PATCH",
                "Access-Control-Allow-Origin: http://one.test",
                "Access-Control-Allow-Private-Network: true",
                "Access-Control-Max-Age: 23.5",
                "Vary: Origin",
            ],
            exchange.Response.Headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("origin, x-my-header", "origin, x-my-header")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public async Task Repeats_the_headers_asked_for_when_none_are_configured(string? asked, string? answered)
    {
        Exchange exchange = TestExchange.Of(
            "OPTIONS", "/", headers: asked is null ? Preflight : [.. Preflight, ("Access-Control-Request-Headers", asked)]);

        await RunAsync(new CorsConfig { Headers = [] }, exchange);

        Assert.Equal(answered, exchange.Response.Header("Access-Control-Allow-Headers"));
    }

    [Theory]
    [InlineData("OPTIONS", "http://a.test", null)]
    [InlineData("OPTIONS", null, "GET")]
    [InlineData("GET", "http://a.test", "GET")]
    public async Task Takes_nothing_else_for_a_preflight(string method, string? origin, string? asked)
    {
        Exchange exchange = TestExchange.Of(method, "/");
        exchange.Request.Headers.Origin = origin;
        exchange.Request.Headers.AccessControlRequestMethod = asked;

        await RunAsync(new CorsConfig(), exchange);

        Assert.Null(exchange.Local);
        Assert.Equal("*", exchange.Response.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Leaves_a_preflight_alone_that_goes_on()
    {
        Exchange exchange = TestExchange.Of("OPTIONS", "/", headers: Preflight);

        await RunAsync(new CorsConfig { PreflightContinue = true }, exchange);

        Assert.Null(exchange.Local);
        Assert.Empty(exchange.Response.Headers);
    }

    [Theory]
    [InlineData("http://a.test", "http://a.test", "true", "Accept,Origin")]
    [InlineData(null, "*", null, "Accept")]
    public async Task Names_the_origin_itself_where_credentials_and_any_origin_are_allowed(string? origin, string allowed, string? credentials, string vary)
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Request.Headers.Origin = origin;
        exchange.Response.Headers.Vary = "Accept";

        await RunAsync(new CorsConfig { Credentials = true }, exchange);

        Assert.Equal(allowed, exchange.Response.Header("Access-Control-Allow-Origin"));
        Assert.Equal(credentials, exchange.Response.Header("Access-Control-Allow-Credentials"));
        Assert.Equal(vary, exchange.Response.Header("Vary"));
    }

    [Fact]
    public async Task Takes_the_permission_of_the_service_back_from_a_foreign_origin()
    {
        Exchange exchange = TestExchange.Of("GET", "/", headers: ("Origin", "http://c.test"));
        exchange.Response.Headers.AccessControlAllowOrigin = "*";

        await RunAsync(new CorsConfig { Origins = ["http://a.test", "http://b.test"], Credentials = true, ExposedHeaders = ["X-E", "X-F"] }, exchange);

        Assert.Null(exchange.Response.Header("Access-Control-Allow-Origin"));
        Assert.Equal("true", exchange.Response.Header("Access-Control-Allow-Credentials"));
        Assert.Equal("X-E,X-F", exchange.Response.Header("Access-Control-Expose-Headers"));
        Assert.Equal("Origin", exchange.Response.Header("Vary"));
    }

    private static async Task RunAsync(CorsConfig config, Exchange exchange)
    {
        var plugin = new CorsPlugin(config);
        await plugin.AccessAsync(exchange);
        plugin.HeaderFilter(exchange);
    }
}
