using KongLite.Plugins.CorrelationId;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Plugins.CorrelationId;

public sealed class CorrelationIdPluginTests
{
    private readonly WorkerIds _ids = new();

    [Fact]
    public async Task Counts_up_behind_an_id_of_the_worker()
    {
        string[] first = (await IdAsync(new CorrelationIdConfig())).Split('#');
        string[] second = (await IdAsync(new CorrelationIdConfig { HeaderName = "X-Other" })).Split('#');

        Assert.True(Guid.TryParseExact(first[0], "D", out _));
        Assert.Equal((first[0], "1", "2"), (second[0], first[1], second[1]));
    }

    [Fact]
    public async Task Makes_a_new_UUID_each_time()
    {
        var config = new CorrelationIdConfig { Generator = CorrelationIdGenerator.Uuid };

        string first = await IdAsync(config);
        string second = await IdAsync(config);

        Assert.Equal(4, Guid.Parse(first).Version);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Tells_connection_and_time_in_a_tracker()
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Http.Connection.LocalIpAddress = System.Net.IPAddress.Parse("::ffff:10.0.0.1");
        var connection = new ClientConnection(17);
        connection.RequestStarted();
        connection.RequestStarted();
        exchange.Http.Features.Set(connection);

        await RunAsync(new CorrelationIdConfig { Generator = CorrelationIdGenerator.Tracker }, exchange);

        Assert.Equal($"10.0.0.1-8000-{Environment.ProcessId}-17-2-1795362901.663", exchange.Request.Header("Kong-Request-ID"));
    }

    [Theory]
    [InlineData("mine", true)]
    [InlineData("", false)]
    [InlineData("  ", false)]
    public async Task Keeps_an_id_that_comes_in(string incoming, bool isKept)
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, ("Kong-Request-ID", incoming));

        await RunAsync(new CorrelationIdConfig { EchoDownstream = true }, exchange);

        string? sent = exchange.Request.Header("Kong-Request-ID");
        Assert.Equal(isKept, sent == incoming);
        Assert.Equal(sent, exchange.Response.Header("Kong-Request-ID"));
        Assert.Equal(sent, exchange.Get(CorrelationIdPlugin.Id));
    }

    [Fact]
    public async Task Forwards_all_lines_and_echoes_the_first()
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, ("X-Id", "a\u0001"), ("X-Id", "b"));
        exchange.Response.Headers["X-Id"] = "of the service";

        await RunAsync(new CorrelationIdConfig { HeaderName = "X-Id", EchoDownstream = true }, exchange);

        Assert.Equal(2, exchange.Request.Headers["X-Id"].Count);
        Assert.Equal("a%01", exchange.Response.Header("X-Id"));
    }

    [Fact]
    public async Task Echoes_nothing_unless_told()
    {
        Exchange exchange = TestExchange.Of("GET", "/");

        await RunAsync(new CorrelationIdConfig { HeaderName = null }, exchange);

        Assert.Empty(exchange.Response.Headers);
        Assert.NotNull(exchange.Request.Header("Kong-Request-ID"));
    }

    [Fact]
    public void Echoes_an_id_where_the_request_ended_before()
    {
        Exchange known = TestExchange.Of("GET", "/", null, ("Kong-Request-ID", "mine"));
        Exchange unknown = TestExchange.Of("GET", "/");
        var plugin = new CorrelationIdPlugin(new CorrelationIdConfig { EchoDownstream = true }, _ids, TimeProvider.System);

        plugin.HeaderFilter(known);
        plugin.HeaderFilter(unknown);

        Assert.Equal("mine", known.Response.Header("Kong-Request-ID"));
        Assert.EndsWith("#1", unknown.Response.Header("Kong-Request-ID"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Escapes_a_name_that_is_none()
    {
        Exchange exchange = TestExchange.Of("GET", "/");

        await RunAsync(new CorrelationIdConfig { HeaderName = "a b\r\n" }, exchange);

        Assert.NotNull(exchange.Request.Header("a%20b%0D%0A"));
    }

    private async Task<string> IdAsync(CorrelationIdConfig config)
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        await RunAsync(config, exchange);
        return exchange.Request.Header(config.HeaderName!)!;
    }

    private async Task RunAsync(CorrelationIdConfig config, Exchange exchange)
    {
        var plugin = new CorrelationIdPlugin(config, _ids, new TestClock(TestExchange.Start));
        await plugin.AccessAsync(exchange);
        plugin.HeaderFilter(exchange);
    }
}
