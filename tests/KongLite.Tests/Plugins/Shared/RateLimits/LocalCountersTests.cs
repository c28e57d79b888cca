using KongLite.Plugins.Shared.RateLimits;

namespace KongLite.Tests.Plugins.Shared.RateLimits;

public sealed class LocalCountersTests
{
    private static readonly DateTimeOffset Now = TestExchange.Start;
    private static readonly PeriodLimit[] Limits = PeriodLimit.Of(null, 1000, null, 1000, null, null);

    [Fact]
    public async Task Counts_exactly_however_many_come_at_once()
    {
        var counters = new LocalCounters();
        int passed = 0;

        await Parallel.ForAsync(0, 64 * 100, async (_, _) =>
        {
            double[] usage = await counters.TakeAsync(Key("a"), Limits, Now);
            Interlocked.Add(ref passed, usage[0] < 1000 ? 1 : 0);
        });

        Assert.Equal(1000, passed);
        Assert.Equal((double[])[1000, 1000], await counters.ReadAsync(Key("a"), Limits, Now));
    }

    [Fact]
    public async Task Counts_a_request_in_no_window_when_one_is_full()
    {
        var counters = new LocalCounters();
        PeriodLimit[] limits = PeriodLimit.Of(1, null, null, 10, null, null);

        await counters.TakeAsync(Key("a"), limits, Now);
        await counters.TakeAsync(Key("a"), limits, Now);

        Assert.Equal((double[])[1, 1], await counters.ReadAsync(Key("a"), limits, Now));
    }

    [Fact]
    public async Task Begins_anew_with_each_window()
    {
        var counters = new LocalCounters();
        PeriodLimit[] limits = PeriodLimit.Of(null, 5, null, 5, null, null);

        await counters.TakeAsync(Key("a"), limits, Now);

        Assert.Equal((double[])[0, 1], await counters.TakeAsync(Key("a"), limits, Now.AddMinutes(1)));
        Assert.Equal((double[])[0, 0], await counters.TakeAsync(Key("a"), limits, Now.AddDays(1)));
    }

    [Fact]
    public async Task Counts_what_a_slow_request_brings_from_the_window_before()
    {
        var counters = new LocalCounters();
        PeriodLimit[] limits = PeriodLimit.Of(5, null, null, null, null, null);

        await counters.TakeAsync(Key("a"), limits, Now.AddSeconds(1));

        Assert.Equal((double[])[1], await counters.TakeAsync(Key("a"), limits, Now));
        Assert.Equal((double[])[2], await counters.TakeAsync(Key("a"), limits, Now.AddSeconds(1)));
    }

    [Fact]
    public async Task Keeps_identities_scopes_and_limits_apart()
    {
        var counters = new LocalCounters();
        CounterKey key = Key("a");

        await counters.TakeAsync(key, Limits, Now);

        Assert.Equal(0, (await counters.ReadAsync(Key("b"), Limits, Now))[0]);
        Assert.Equal(0, (await counters.ReadAsync(key with { RouteId = Guid.NewGuid() }, Limits, Now))[0]);
        Assert.Equal(0, (await counters.ReadAsync(key with { Family = "other" }, Limits, Now))[0]);
        Assert.Equal(0, (await counters.ReadAsync(key with { LimitName = "video" }, Limits, Now))[0]);
        Assert.Equal(1, (await counters.ReadAsync(key, Limits, Now))[0]);
    }

    [Fact]
    public async Task Forgets_identities_whose_windows_are_over()
    {
        var counters = new LocalCounters();
        PeriodLimit[] limits = PeriodLimit.Of(null, 5, null, null, null, null);
        for (int i = 0; i < 500; i++)
        {
            await counters.TakeAsync(Key($"old {i}"), limits, Now);
        }

        for (int i = 0; i < 500; i++)
        {
            await counters.TakeAsync(Key($"new {i}"), limits, Now.AddMinutes(1));
        }

        Assert.Equal(500, counters.Count);
    }

    [Fact]
    public async Task Remembers_no_more_identities_than_it_may()
    {
        var counters = new LocalCounters(capacity: 100);

        for (int i = 0; i < 1000; i++)
        {
            await counters.TakeAsync(Key($"{i}"), Limits, Now);
        }

        Assert.Equal(100, counters.Count);
    }

    [Fact]
    public async Task Adds_fractions_and_gives_back()
    {
        var counters = new LocalCounters();

        counters.Add(Key("a"), Limits, Now, 2.5);
        counters.Add(Key("a"), Limits, Now, -1);

        Assert.Equal((double[])[1.5, 1.5], await counters.ReadAsync(Key("a"), Limits, Now));
    }

    private static CounterKey Key(string text) => new("test", Guid.Empty, Guid.Empty, new CounterIdentity(default, text));
}
