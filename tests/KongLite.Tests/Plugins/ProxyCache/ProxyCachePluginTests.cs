using System.Text;
using KongLite.Plugins.ProxyCache;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins.ProxyCache;

public sealed class ProxyCachePluginTests
{
    private static readonly ProxyCacheConfig Config = new() { Strategy = "memory" };

    private readonly TestClock _clock = new(TestExchange.Start);
    private readonly AnswerCache _cache;

    public ProxyCachePluginTests() => _cache = new AnswerCache(_clock);

    [Fact]
    public async Task Gives_a_stored_answer_with_its_age()
    {
        Exchange miss = await ProxyAsync(Config, Get());
        _clock.Now = _clock.Now.AddSeconds(7);

        Exchange hit = await ProxyAsync(Config, Get());

        Assert.Equal("Miss", Status(miss));
        Assert.Equal("Hit", Status(hit));
        Assert.Equal((200, "v1"), (hit.Local!.Status, hit.Text()));
        Assert.Equal("7", hit.Response.Header("age"));
        Assert.Equal("text/plain", hit.Response.Header("Content-Type"));
        Assert.Equal(miss.Response.Header("X-Cache-Key"), hit.Response.Header("X-Cache-Key"));
        Assert.True(hit.StandsForService);
    }

    [Theory]
    [InlineData(300, null, 299, "Hit")]
    [InlineData(300, null, 300, "Miss")]
    [InlineData(300, 900, 300, "Hit")]
    [InlineData(300, 900, 301, "Refresh")]
    [InlineData(300, 900, 901, "Miss")]
    [InlineData(300, 10, 11, "Miss")]
    [InlineData(300, 0, 100_000, "Refresh")]
    public async Task Follows_the_times_it_is_told(int ttl, int? storageTtl, int age, string status)
    {
        ProxyCacheConfig config = Config with { CacheTtl = ttl, StorageTtl = storageTtl };
        await ProxyAsync(config, Get());

        _clock.Now = _clock.Now.AddSeconds(age);

        Assert.Equal(status, Status(await ProxyAsync(config, Get())));
    }

    [Fact]
    public async Task Stores_a_refreshed_answer_in_place_of_the_old_one()
    {
        ProxyCacheConfig config = Config with { StorageTtl = 10_000 };
        await ProxyAsync(config, Get());
        _clock.Now = _clock.Now.AddSeconds(500);

        await ProxyAsync(config, Get(), body: "v2");

        Assert.Equal("v2", (await ProxyAsync(config, Get())).Text());
    }

    [Theory]
    [InlineData("POST", 200, "text/plain", "Bypass")]
    [InlineData("GET", 503, "text/plain", "Bypass")]
    [InlineData("GET", 200, "text/html", "Bypass")]
    [InlineData("GET", 200, null, "Bypass")]
    [InlineData("GET", 404, "text/plain", "Miss")]
    public async Task Passes_by_what_may_not_be_stored(string method, int answer, string? type, string status)
    {
        Exchange exchange = await ProxyAsync(Config, TestExchange.Of(method, "/"), answer, type);

        Assert.Equal(status, Status(exchange));
        Assert.Equal(method == "GET", exchange.Response.Headers.ContainsKey("X-Cache-Key"));
        Assert.Equal(status == "Miss", _cache.Weight > 0);
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    public async Task Stores_nothing_that_has_no_body_by_its_nature(string method, int answer)
    {
        ProxyCacheConfig config = Config with { ResponseCode = [200, 204] };
        await ProxyAsync(config, TestExchange.Of(method, "/"), answer, body: string.Empty);

        Exchange again = await ProxyAsync(config, TestExchange.Of(method, "/"), answer, body: string.Empty);

        Assert.Equal("Miss", Status(again));
    }

    [Fact]
    public async Task Stores_nothing_that_breaks_off()
    {
        ProxyCachePlugin plugin = Plugin(Config);
        Exchange exchange = Get();
        await plugin.AccessAsync(exchange);
        exchange.Response.Headers.ContentType = "text/plain";
        exchange.Response.Headers.ContentLength = 10;
        plugin.HeaderFilter(exchange);
        var piece = new BodyChunk("half"u8.ToArray(), IsLast: false);

        plugin.BodyFilter(exchange, ref piece);

        Assert.Equal(0, _cache.Weight);
    }

    [Fact]
    public async Task Stores_an_answer_before_its_last_byte_goes_out()
    {
        ProxyCachePlugin plugin = Plugin(Config);
        Exchange exchange = Get();
        await plugin.AccessAsync(exchange);
        exchange.Response.Headers.ContentType = "text/plain";
        exchange.Response.Headers.ContentLength = 4;
        plugin.HeaderFilter(exchange);
        var piece = new BodyChunk("full"u8.ToArray(), IsLast: false);

        plugin.BodyFilter(exchange, ref piece);

        Assert.Equal("Hit", Status(await ProxyAsync(Config, Get())));
    }

    [Theory]
    [InlineData("max-age=100", null, "Hit")]
    [InlineData("max-age=100", "min-fresh=50", "Hit")]
    [InlineData("max-age=100", "min-fresh=200", "Refresh")]
    [InlineData("max-age=100", "max-age=9", "Refresh")]
    [InlineData("max-age=100", "max-age=10", "Hit")]
    [InlineData("max-age=100", "max-stale=1", "Hit")]
    [InlineData("max-age=100", "only-if-cached", "Hit")]
    [InlineData("max-age=100", "no-cache", "Bypass")]
    [InlineData("max-age=100", "no-store", "Bypass")]
    [InlineData("max-age=100, s-maxage=5", null, "Miss")]
    [InlineData("max-age=0, s-maxage=50", null, "Hit")]
    [InlineData("max-age=0", null, "Bypass")]
    [InlineData("private, max-age=100", null, "Bypass")]
    [InlineData("public", null, "Bypass")]
    public async Task Follows_Cache_Control_when_told(string answer, string? request, string status)
    {
        ProxyCacheConfig config = Config with { CacheControl = true };
        await ProxyAsync(config, Get(), headers: ("Cache-Control", answer));
        _clock.Now = _clock.Now.AddSeconds(10);

        Exchange exchange = await ProxyAsync(
            config, TestExchange.Of("GET", "/", null, request is null ? [] : [("Cache-Control", request)]), headers: ("Cache-Control", answer));

        Assert.Equal(status, Status(exchange));
    }

    [Theory]
    [InlineData(60, "Hit")]
    [InlineData(-60, "Bypass")]
    public async Task Follows_Expires_when_nothing_else_is_said(int seconds, string status)
    {
        ProxyCacheConfig config = Config with { CacheControl = true };
        string expires = TestExchange.Start.AddSeconds(seconds).ToString("R");
        await ProxyAsync(config, Get(), headers: ("Expires", expires));

        Assert.Equal(status, Status(await ProxyAsync(config, Get(), headers: ("Expires", expires))));
    }

    [Fact]
    public async Task Answers_504_for_what_it_does_not_have_and_must_not_ask_for()
    {
        Exchange exchange = await ProxyAsync(Config with { CacheControl = true }, TestExchange.Of("GET", "/", null, ("Cache-Control", "only-if-cached")));

        Assert.Equal((504, null), (exchange.Local!.Status, Status(exchange)));
        Assert.NotNull(exchange.Response.Header("X-Cache-Key"));
    }

    [Fact]
    public async Task Replays_headers_but_those_of_one_hop_and_what_remains_of_limits()
    {
        await ProxyAsync(Config, Get(), headers: [("X-Up", "1"), ("X-RateLimit-Remaining-Day", "9"), ("Upgrade", "h2c"), ("RateLimit-Limit", "10")]);

        Exchange hit = await ProxyAsync(Config, Get());

        Assert.Equal(["Content-Type", "RateLimit-Limit", "X-Cache-Key", "X-Cache-Status", "X-Up", "age"], hit.Response.Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Says_nothing_about_itself_when_told_unless_asked(bool asks)
    {
        ProxyCacheConfig config = Config with { ResponseHeaders = new ProxyCacheHeaders { Age = false, CacheKey = false, CacheStatus = false } };
        await ProxyAsync(config, Get());

        Exchange hit = await ProxyAsync(config, TestExchange.Of("GET", "/", null, asks ? [("Kong-Debug", "1")] : []));

        Assert.Equal("v1", hit.Text());
        Assert.Equal(asks, hit.Response.Headers.ContainsKey("age"));
        Assert.Equal(asks, hit.Response.Headers.ContainsKey("X-Cache-Status"));
        Assert.Equal(asks, hit.Response.Headers.ContainsKey("X-Cache-Key"));
    }

    [Theory]
    [InlineData(429, false)]
    [InlineData(200, true)]
    public async Task Stores_neither_a_replaced_answer_nor_one_from_before_a_purge(int status, bool isPurged)
    {
        ProxyCachePlugin plugin = Plugin(Config);
        Exchange exchange = Get();
        await plugin.AccessAsync(exchange);
        exchange.Response.Headers.ContentType = "text/plain";
        plugin.HeaderFilter(exchange);
        exchange.Response.Status = status;
        if (isPurged)
        {
            _cache.Clear();
        }

        var chunk = new BodyChunk(default, IsLast: true);
        plugin.BodyFilter(exchange, ref chunk);

        Assert.Equal(0, _cache.Weight);
    }

    [Fact]
    public async Task Leaves_out_an_answer_that_would_drive_out_the_others()
    {
        var cache = new AnswerCache(capacity: 40_000, _clock);
        var plugin = new ProxyCachePlugin(Config, cache, _clock);
        Exchange exchange = Get();
        await plugin.AccessAsync(exchange);
        exchange.Response.Headers.ContentType = "text/plain";
        plugin.HeaderFilter(exchange);

        for (int i = 0; i < 20; i++)
        {
            var piece = new BodyChunk(new byte[1000], IsLast: i == 19);
            plugin.BodyFilter(exchange, ref piece);
        }

        Assert.Equal(0, cache.Weight);
    }

    private static Exchange Get() => TestExchange.Of("GET", "/");

    private static string? Status(Exchange exchange) => exchange.Response.Header("X-Cache-Status");

    private ProxyCachePlugin Plugin(ProxyCacheConfig config) => new(config, _cache, _clock);

    // A request with its answer, from this cache or from a service.
    private async Task<Exchange> ProxyAsync(
        ProxyCacheConfig config, Exchange exchange, int status = 200, string? type = "text/plain", string body = "v1", params (string Name, string Value)[] headers)
    {
        ProxyCachePlugin plugin = Plugin(config);
        if (await plugin.AccessAsync(exchange) == PhaseResult.Continue)
        {
            exchange.Response.Status = status;
            exchange.Response.Headers.ContentType = type;
            foreach ((string name, string value) in headers)
            {
                exchange.Response.Headers[name] = value;
            }
        }

        plugin.HeaderFilter(exchange);
        var chunk = new BodyChunk(Encoding.UTF8.GetBytes(body), IsLast: true);
        plugin.BodyFilter(exchange, ref chunk);
        return exchange;
    }
}
