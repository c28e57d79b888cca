using KongLite.Plugins.KeyAuth;
using KongLite.Plugins.RateLimiting;
using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.RateLimits;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.RateLimiting;

public sealed class RateLimitingPluginTests
{
    // 15:55:01.663
    private readonly TestClock _clock = new(TestExchange.Start);
    private readonly CounterStores _stores;

    public RateLimitingPluginTests() => _stores = Given.Counters(_clock);

    [Fact]
    public async Task Counts_down_and_refuses()
    {
        RateLimitingPlugin plugin = Plugin(new RateLimitingConfig { Minute = 2 });

        Assert.Equal("1", (await PassAsync(plugin)).Response.Header("X-RateLimit-Remaining-Minute"));
        Assert.Equal("0", (await PassAsync(plugin)).Response.Header("X-RateLimit-Remaining-Minute"));
        Exchange refused = await RefuseAsync(plugin);

        Assert.Equal((429, "API rate limit exceeded"), (refused.Local!.Status, refused.Local.Message));
        Assert.Equal("2", refused.Response.Header("X-RateLimit-Limit-Minute"));
        Assert.Equal("0", refused.Response.Header("X-RateLimit-Remaining-Minute"));
        Assert.Equal("2", refused.Response.Header("RateLimit-Limit"));
        Assert.Equal("0", refused.Response.Header("RateLimit-Remaining"));
        Assert.Equal("59", refused.Response.Header("RateLimit-Reset"));
        Assert.Equal("59", refused.Response.Header("Retry-After"));
    }

    [Theory]
    [InlineData(59.9, 1)]
    [InlineData(0, 60)]
    [InlineData(0.99, 60)]
    [InlineData(58.2, 2)]
    public async Task Tells_the_seconds_until_the_window_ends(double second, int reset)
    {
        _clock.Now = new DateTimeOffset(2026, 11, 22, 15, 55, 0, TimeSpan.Zero).AddSeconds(second);

        Exchange exchange = await PassAsync(Plugin(new RateLimitingConfig { Minute = 2 }));

        Assert.Equal($"{reset}", exchange.Response.Header("RateLimit-Reset"));
        Assert.Null(exchange.Response.Header("Retry-After"));
    }

    [Fact]
    public async Task Begins_anew_in_the_next_window()
    {
        RateLimitingPlugin plugin = Plugin(new RateLimitingConfig { Second = 1 });
        await PassAsync(plugin);
        await RefuseAsync(plugin);

        _clock.Now = _clock.Now.AddMilliseconds(400);

        await PassAsync(plugin);
    }

    [Theory]
    [InlineData(6, 99999, "6", "5")]
    [InlineData(5, 5, "5", "4")]
    public async Task Names_the_period_with_the_least_left_and_the_longer_of_two(int minute, int hour, string limit, string remaining)
    {
        Exchange exchange = await PassAsync(Plugin(new RateLimitingConfig { Minute = minute, Hour = hour }));

        Assert.Equal((limit, remaining), (exchange.Response.Header("RateLimit-Limit"), exchange.Response.Header("RateLimit-Remaining")));
        Assert.Equal(minute == hour ? "299" : "59", exchange.Response.Header("RateLimit-Reset"));
    }

    [Fact]
    public async Task Counts_a_refused_request_against_no_other_period()
    {
        RateLimitingPlugin plugin = Plugin(new RateLimitingConfig { Day = 1, Year = 4 });
        await PassAsync(plugin);

        Exchange refused = await RefuseAsync(plugin);

        Assert.Equal("3", refused.Response.Header("X-RateLimit-Remaining-Year"));
        Assert.Equal("1", refused.Response.Header("RateLimit-Limit"));
    }

    [Fact]
    public async Task Writes_fractions_as_they_are()
    {
        Exchange exchange = await PassAsync(Plugin(new RateLimitingConfig { Minute = 5.5 }));

        Assert.Equal(("5.5", "4.5"), (exchange.Response.Header("X-RateLimit-Limit-Minute"), exchange.Response.Header("X-RateLimit-Remaining-Minute")));
    }

    [Fact]
    public async Task Hides_every_header()
    {
        RateLimitingPlugin plugin = Plugin(new RateLimitingConfig { Minute = 1, HideClientHeaders = true });

        Exchange passed = await PassAsync(plugin);
        Exchange refused = await RefuseAsync(plugin);

        Assert.Empty(passed.Response.Headers);
        Assert.Empty(refused.Response.Headers);
    }

    [Theory]
    [InlineData(404, "later", 404, "later")]
    [InlineData(418, null, 418, null)]
    [InlineData(399, "later", 500, null)]
    [InlineData(600, "later", 500, null)]
    public async Task Refuses_with_the_status_and_message_it_is_told(int code, string? message, int status, string? told)
    {
        RateLimitingPlugin plugin = Plugin(new RateLimitingConfig { Minute = 1, ErrorCode = code, ErrorMessage = message });
        await PassAsync(plugin);

        Exchange refused = await RefuseAsync(plugin);

        Assert.Equal((status, told), (refused.Local!.Status, refused.Local.Message));
        Assert.Equal("1", refused.Response.Header("RateLimit-Limit"));
    }

    [Theory]
    [InlineData(nameof(LimitBy.Consumer), true)]
    [InlineData(nameof(LimitBy.Credential), false)]
    [InlineData(nameof(LimitBy.Ip), true)]
    public async Task Counts_two_credentials_of_a_consumer_together_or_apart(string by, bool together)
    {
        RateLimitingPlugin plugin = Plugin(new RateLimitingConfig { Minute = 1, LimitBy = Enum.Parse<LimitBy>(by) });
        var ann = new Consumer { Id = Guid.NewGuid(), Username = "ann" };

        await RunAsync(plugin, exchange => exchange.Client.Authenticate(ann, new KeyAuthCredential { Id = Guid.NewGuid() }, "1"));
        (PhaseResult result, _) = await RunAsync(plugin, exchange => exchange.Client.Authenticate(ann, new KeyAuthCredential { Id = Guid.NewGuid() }, "2"));

        Assert.Equal(together ? PhaseResult.Exit : PhaseResult.Continue, result);
    }

    [Fact]
    public async Task Counts_by_service()
    {
        RateLimitingPlugin plugin = Plugin(new RateLimitingConfig { Minute = 1, LimitBy = LimitBy.Service });
        var one = new Service { Id = Guid.NewGuid(), Host = "one.test" };

        Assert.Equal(PhaseResult.Continue, (await RunAsync(plugin, exchange => exchange.Service = one)).Result);
        Assert.Equal(PhaseResult.Continue, (await RunAsync(plugin, exchange => exchange.Service = one with { Id = Guid.NewGuid() })).Result);
        Assert.Equal(PhaseResult.Exit, (await RunAsync(plugin, exchange => exchange.Service = one)).Result);
    }

    [Fact]
    public async Task Counts_by_a_header_that_shares_with_the_address_it_names()
    {
        RateLimitingPlugin plugin = Plugin(new RateLimitingConfig { Minute = 1, LimitBy = LimitBy.Header, HeaderName = "X-Tenant" });

        Assert.Equal(PhaseResult.Continue, (await RunAsync(plugin, _ => { }, "/", ("X-Tenant", "red"))).Result);
        Assert.Equal(PhaseResult.Continue, (await RunAsync(plugin, _ => { }, "/", ("X-Tenant", ""))).Result);
        Assert.Equal(PhaseResult.Exit, (await RunAsync(plugin, _ => { }, "/", ("x-tenant", "red"))).Result);
        Assert.Equal(PhaseResult.Continue, (await RunAsync(plugin, _ => { })).Result);
        Assert.Equal(PhaseResult.Exit, (await RunAsync(plugin, _ => { }, "/", ("X-Tenant", "203.0.113.9"))).Result);
    }

    [Theory]
    [InlineData("/a/limited", true)]
    [InlineData("/a/./limited?q=1", true)]
    [InlineData("/a/limited/", false)]
    public async Task Counts_by_a_path_that_must_be_the_same(string target, bool same)
    {
        RateLimitingPlugin plugin = Plugin(new RateLimitingConfig { Minute = 1, LimitBy = LimitBy.Path, Path = "/a/limited" });
        await RunAsync(plugin, _ => { }, "/a/limited");

        (PhaseResult result, _) = await RunAsync(plugin, _ => { }, target);

        Assert.Equal(same ? PhaseResult.Exit : PhaseResult.Continue, result);
    }

    [Fact]
    public async Task Goes_on_with_the_old_count_when_the_configuration_changes()
    {
        var route = Guid.NewGuid();
        await PassAsync(Plugin(new RateLimitingConfig { Minute = 5 }, route));

        Exchange changed = await PassAsync(Plugin(new RateLimitingConfig { Minute = 3 }, route));
        Exchange elsewhere = await PassAsync(Plugin(new RateLimitingConfig { Minute = 3 }, Guid.NewGuid()));

        Assert.Equal("1", changed.Response.Header("RateLimit-Remaining"));
        Assert.Equal("2", elsewhere.Response.Header("RateLimit-Remaining"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Passes_uncounted_or_fails_when_redis_is_away(bool isTolerant)
    {
        var redis = new RedisConfig { Host = "127.0.0.1", Port = FreePorts.Take(1), Timeout = 1000 };
        RateLimitingPlugin plugin = Plugin(new RateLimitingConfig { Minute = 1, Policy = CounterPolicy.Redis, Redis = redis, FaultTolerant = isTolerant });

        (PhaseResult result, Exchange exchange) = await RunAsync(plugin, _ => { });

        Assert.Equal(isTolerant ? PhaseResult.Continue : PhaseResult.Exit, result);
        Assert.Equal(isTolerant ? null : 500, exchange.Local?.Status);
        Assert.Empty(exchange.Response.Headers);
    }

    private RateLimitingPlugin Plugin(RateLimitingConfig config, Guid? route = null) => new(
        config, new Plugin { Name = "rate-limiting", RouteId = route }, _stores, _clock, NullLogger<RateLimitingPlugin>.Instance);

    private static async Task<Exchange> PassAsync(RateLimitingPlugin plugin)
    {
        (PhaseResult result, Exchange exchange) = await RunAsync(plugin, _ => { });
        Assert.Equal(PhaseResult.Continue, result);
        return exchange;
    }

    private static async Task<Exchange> RefuseAsync(RateLimitingPlugin plugin)
    {
        (PhaseResult result, Exchange exchange) = await RunAsync(plugin, _ => { });
        Assert.Equal(PhaseResult.Exit, result);
        return exchange;
    }

    private static async Task<(PhaseResult Result, Exchange Exchange)> RunAsync(
        RateLimitingPlugin plugin, Action<Exchange> prepare, string target = "/", params (string, string)[] headers)
    {
        Exchange exchange = TestExchange.Of("GET", target, null, headers);
        prepare(exchange);
        return (await plugin.AccessAsync(exchange), exchange);
    }
}
