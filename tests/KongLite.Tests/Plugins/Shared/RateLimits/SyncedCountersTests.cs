using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.RateLimits;
using KongLite.Plugins.Shared.Redis;
using KongLite.Testing;
using KongLite.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.Shared.RateLimits;

public sealed class SyncedCountersTests : IAsyncDisposable
{
    private static readonly PeriodLimit[] Limits = PeriodLimit.Of(null, 5, null, null, null, null);
    private static readonly CounterKey Key = new("ratelimit", Guid.Empty, Guid.Empty, new CounterIdentity(default, "1.2.3.4"));

    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly RedisConnections _connections = new(TimeProvider.System, NullLogger<RedisConnection>.Instance);

    [RedisFact]
    public async Task Tells_other_nodes_no_sooner_than_it_should()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using SyncedCounters one = Node(server);
        await TakeAsync(one);
        await TakeAsync(one);

        await using SyncedCounters early = Node(server);
        Assert.Equal(0, await TakeAsync(early));
        await one.PushAsync();
        await using SyncedCounters late = Node(server);

        Assert.Equal(2, await TakeAsync(late));
    }

    [RedisFact]
    public async Task Learns_what_others_have_counted_when_it_tells_its_own()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using SyncedCounters one = Node(server);
        await using SyncedCounters other = Node(server);
        await TakeAsync(one);
        await TakeAsync(other);

        await one.PushAsync();
        await other.PushAsync();

        Assert.Equal(2, await TakeAsync(other));
    }

    [RedisFact]
    public async Task Counts_nothing_beyond_the_limit()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using SyncedCounters node = Node(server);
        int passed = 0;

        await Parallel.ForAsync(0, 100, async (_, _) => Interlocked.Add(ref passed, await TakeAsync(node) < 5 ? 1 : 0));
        await node.PushAsync();
        await using SyncedCounters other = Node(server);

        Assert.Equal(5, passed);
        Assert.Equal(5, await TakeAsync(other));
    }

    [RedisFact]
    public async Task Begins_anew_with_each_window_and_still_tells_what_the_last_one_had()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using SyncedCounters node = Node(server);
        await TakeAsync(node);
        DateTimeOffset before = _clock.GetUtcNow();

        _clock.AdvanceSilently(TimeSpan.FromMinutes(1));
        double usage = await TakeAsync(node);
        await node.PushAsync();

        Assert.Equal(0, usage);
        using var writes = new CounterWrites(NullLogger<CounterWrites>.Instance);
        var shared = new RedisCounters(_connections.Get(new RedisConfig { Host = "127.0.0.1", Port = server.Port }), writes);
        Assert.Equal((double[])[1], await shared.ReadAsync(Key, Limits, before));
    }

    [RedisFact]
    public async Task Forgets_identities_that_have_gone_quiet()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using SyncedCounters node = Node(server);
        await TakeAsync(node);

        await node.PushAsync();
        await node.PushAsync();

        Assert.Equal(0, node.Count);
    }

    [RedisFact]
    public async Task Forgets_everything_when_redis_fails()
    {
        RedisServer server = await RedisServer.StartAsync();
        await using SyncedCounters node = Node(server);
        await TakeAsync(node);

        await server.DisposeAsync();
        await node.PushAsync();

        Assert.Equal(0, node.Count);
        await Assert.ThrowsAsync<CounterException>(() => TakeAsync(node));
    }

    [RedisFact]
    public async Task Remembers_no_more_identities_than_it_has_room_for()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using SyncedCounters node = Node(server, capacity: 10);
        await TakeAsync(node);

        for (int i = 0; i < 100; i++)
        {
            await node.TakeAsync(Key with { Identity = CounterIdentity.OfText($"client {i}") }, Limits, _clock.GetUtcNow());
            Assert.InRange(node.Count, 0, 11);
        }

        Assert.Equal(1, await TakeAsync(node));
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(65, 64)]
    [InlineData(8000, 64)]
    public void Long_identities_are_counted_by_their_hash(int length, int kept)
    {
        var identity = CounterIdentity.OfText(new string('a', length));

        Assert.Equal(kept, identity.ToString().Length);
        Assert.Equal(identity, CounterIdentity.OfText(new string('a', length)));
        Assert.NotEqual(identity, CounterIdentity.OfText(new string('a', length - 1) + "b"));
    }

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private SyncedCounters Node(RedisServer server, int capacity = 1000) => new(
        _connections.Get(new RedisConfig { Host = "127.0.0.1", Port = server.Port }), TimeSpan.FromSeconds(1), _clock, NullLogger<SyncedCounters>.Instance, capacity);

    private async Task<double> TakeAsync(SyncedCounters node) => (await node.TakeAsync(Key, Limits, _clock.GetUtcNow()))[0];
}
