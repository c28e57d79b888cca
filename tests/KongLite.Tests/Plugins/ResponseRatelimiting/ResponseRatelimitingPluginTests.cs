using KongLite.Plugins.ResponseRatelimiting;
using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.RateLimits;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Testing;
using KongLite.Tests.Plugins.RateLimiting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace KongLite.Tests.Plugins.ResponseRatelimiting;

public sealed class ResponseRatelimitingPluginTests
{
    private readonly TestClock _clock = new(TestExchange.Start);
    private readonly CounterStores _stores;

    public ResponseRatelimitingPluginTests() => _stores = Given.Counters(_clock);

    [Fact]
    public async Task Counts_what_the_service_reports_and_hides_the_report()
    {
        ResponseRatelimitingPlugin plugin = Plugin(Config());

        Exchange first = await RunAsync(plugin, "video=2, image = 1");
        Exchange second = await RunAsync(plugin, "video=1");

        Assert.Equal("5", first.Response.Header("X-RateLimit-Remaining-video"));
        Assert.Equal("3", first.Response.Header("X-RateLimit-Remaining-video-minute"));
        Assert.Equal("9", first.Response.Header("X-RateLimit-Remaining-image-hour"));
        Assert.Equal("10", first.Response.Header("X-RateLimit-Limit-image-hour"));
        Assert.Null(first.Response.Header("X-Kong-Limit"));
        Assert.Equal("3", second.Response.Header("X-RateLimit-Remaining-video"));
        Assert.Equal("2", second.Response.Header("X-RateLimit-Remaining-video-minute"));
    }

    [Theory]
    [InlineData("video=2,video=1", "4")]
    [InlineData("video=1.5", "3.5")]
    [InlineData("video=-1", "6")]
    [InlineData("Video=1", "5")]
    [InlineData("sound=1,video", "5")]
    [InlineData("video=many", "5")]
    [InlineData("video=0x2", "3")]
    [InlineData("=,,video=1", "4")]
    [InlineData("", "5")]
    [InlineData(null, "5")]
    public async Task Reads_reports(string? report, string remaining)
    {
        Exchange exchange = await RunAsync(Plugin(Config()), report);

        Assert.Equal(remaining, exchange.Response.Header("X-RateLimit-Remaining-video-minute"));
    }

    [Fact]
    public async Task Reads_the_first_line_of_a_report_only()
    {
        Exchange exchange = await RunAsync(Plugin(Config()), new StringValues(["video=1", "video=2"]));

        Assert.Equal("4", exchange.Response.Header("X-RateLimit-Remaining-video-minute"));
    }

    [Fact]
    public async Task Replaces_the_answer_when_an_exhausted_limit_is_used_and_counts_nothing_then()
    {
        ResponseRatelimitingPlugin plugin = Plugin(Config());
        await RunAsync(plugin, "video=6");

        Exchange refused = await RunAsync(plugin, "video=1,image=1");
        Exchange passed = await RunAsync(plugin, "image=1");

        Assert.Equal(429, refused.Local!.Status);
        Assert.Equal("-1", refused.Response.Header("X-RateLimit-Remaining-video"));
        Assert.Equal("0", refused.Response.Header("X-RateLimit-Remaining-video-minute"));
        Assert.Null(passed.Local);
        Assert.Equal("10", passed.Response.Header("X-RateLimit-Remaining-image"));
    }

    [Theory]
    [InlineData("video=5", true)]
    [InlineData("video=6", false)]
    [InlineData("video=4", false)]
    public async Task Blocks_beforehand_when_told_and_exactly_used_up(string report, bool isBlocked)
    {
        ResponseRatelimitingPlugin plugin = Plugin(Config() with { BlockOnFirstViolation = true });
        await RunAsync(plugin, report);

        Exchange exchange = await RunAsync(plugin, default);

        Assert.Equal(isBlocked ? "API rate limit exceeded for 'video'" : null, exchange.Local?.Message);
        Assert.Equal(!isBlocked, exchange.Response.Headers.ContainsKey("X-RateLimit-Remaining-video"));
    }

    [Fact]
    public async Task Hides_all_headers_but_the_one_of_the_limit()
    {
        Exchange exchange = await RunAsync(Plugin(Config() with { HideClientHeaders = true, HeaderName = "X-Cost" }), default, ("X-Cost", "video=1"));

        Assert.Equal(["X-RateLimit-Remaining-image", "X-RateLimit-Remaining-video"], exchange.Response.Headers.Keys.Order());
    }

    [Fact]
    public async Task Begins_anew_in_the_next_window()
    {
        ResponseRatelimitingPlugin plugin = Plugin(Config());
        await RunAsync(plugin, "video=5");

        _clock.Now = _clock.Now.AddMinutes(1);

        Assert.Equal("5", (await RunAsync(plugin, "video=1")).Response.Header("X-RateLimit-Remaining-video"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Passes_uncounted_or_fails_when_redis_is_away(bool isTolerant)
    {
        var redis = new RedisConfig { Host = "127.0.0.1", Port = FreePorts.Take(1), Timeout = 1000 };

        Exchange exchange = await RunAsync(Plugin(Config() with { Policy = CounterPolicy.Redis, Redis = redis, FaultTolerant = isTolerant }), "video=1");

        Assert.Equal(isTolerant ? null : 500, exchange.Local?.Status);
        Assert.Equal(["x-kong-limit"], exchange.Response.Headers.Keys);
    }

    private static ResponseRatelimitingConfig Config() => new()
    {
        Limits = new Dictionary<string, ResponseLimit> { ["video"] = new() { Minute = 5 }, ["image"] = new() { Hour = 10, Day = 20 } },
    };

    private ResponseRatelimitingPlugin Plugin(ResponseRatelimitingConfig config) => new(
        config, new Plugin { Name = "response-ratelimiting" }, _stores, _clock, NullLogger<ResponseRatelimitingPlugin>.Instance);

    private static async Task<Exchange> RunAsync(ResponseRatelimitingPlugin plugin, StringValues report, params (string, string)[] answer)
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        PhaseResult result = await plugin.AccessAsync(exchange);
        if (report.Count > 0)
        {
            exchange.Response.Headers["x-kong-limit"] = report;
        }

        foreach ((string name, string value) in answer)
        {
            exchange.Response.Headers[name] = value;
        }

        if (result == PhaseResult.Continue)
        {
            plugin.HeaderFilter(exchange);
        }

        return exchange;
    }
}
