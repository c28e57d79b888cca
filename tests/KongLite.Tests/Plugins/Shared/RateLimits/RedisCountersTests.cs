using System.Net;
using System.Net.Sockets;
using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.RateLimits;
using KongLite.Plugins.Shared.Redis;
using KongLite.Testing;
using KongLite.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace KongLite.Tests.Plugins.Shared.RateLimits;

public sealed class RedisCountersTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = TestExchange.Start;
    private static readonly PeriodLimit[] Limits = PeriodLimit.Of(null, 2, null, 1000, null, null);
    private static readonly CounterKey Key = new("ratelimit", Guid.Empty, Guid.Empty, new CounterIdentity(default, "1.2.3.4"));

    private readonly RedisConnections _connections = new(TimeProvider.System, NullLogger<RedisConnection>.Instance);
    private readonly CounterWrites _writes = new(NullLogger<CounterWrites>.Instance);

    [RedisFact]
    public async Task Counts_rejected_requests_too_and_lets_keys_run_out()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        RedisCounters counters = Counters(Config(server));

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal((double[])[i, i], await counters.TakeAsync(Key, Limits, Now));
        }

        IDatabase database = await DatabaseAsync(server);
        long minute = Period.Minute.StartOf(Now).ToUnixTimeMilliseconds();
        string name = $"ratelimit:{Guid.Empty}:{Guid.Empty}:1.2.3.4:{minute}:minute";
        Assert.Equal(3, (int)await database.StringGetAsync(name));
        Assert.InRange((await database.KeyTimeToLiveAsync(name))!.Value.TotalSeconds, 30, 60);
    }

    [RedisFact]
    public async Task Counts_exactly_however_many_come_at_once()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        RedisCounters counters = Counters(Config(server) with { Timeout = 20_000 });
        int passed = 0;

        await Parallel.ForAsync(0, 2000, async (_, _) =>
        {
            double[] usage = await counters.TakeAsync(Key, Limits, Now);
            Interlocked.Add(ref passed, usage[1] < 1000 ? 1 : 0);
        });

        Assert.Equal(1000, passed);
    }

    [RedisFact]
    public async Task Adds_usage_without_being_waited_for()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        RedisCounters counters = Counters(Config(server));
        await _writes.StartAsync(default);

        counters.Add(Key, Limits, Now, 3);
        counters.Add(Key, Limits, Now, -1);
        counters.Add(Key, Limits, Now, 0.5);
        await _writes.StopAsync(default);

        Assert.Equal((double[])[2.5, 2.5], await counters.ReadAsync(Key, Limits, Now));
    }

    [RedisFact]
    public async Task Logs_in_and_takes_the_database_it_is_told()
    {
        await using RedisServer server = await RedisServer.StartAsync("--user", "ann", "on", ">secret", "~*", "+@all", "--requirepass", "other");
        RedisCounters counters = Counters(Config(server) with { Username = "ann", Password = "secret", Database = 3 });

        await counters.TakeAsync(Key, Limits, Now);

        using ConnectionMultiplexer client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},password=other");
        Assert.Equal(2, (long)await client.GetDatabase(3).ExecuteAsync("DBSIZE"));
    }

    [RedisFact]
    public async Task Fails_without_the_password_and_tells_none()
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", "secret");
        RedisCounters counters = Counters(Config(server) with { Password = "wr0ng" });

        CounterException error = await Assert.ThrowsAsync<CounterException>(async () => await counters.TakeAsync(Key, Limits, Now));

        Assert.DoesNotContain("wr0ng", error.ToString(), StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Speaks_TLS_and_verifies_only_when_told()
    {
        using var files = new TestCertificate();
        await using RedisServer server = await RedisServer.StartTlsAsync(files.Certificate, files.Key);
        RedisConfig config = Config(server) with { Ssl = true, ServerName = "redis.test" };

        Assert.Equal((double[])[0, 0], await Counters(config).TakeAsync(Key, Limits, Now));
        await Assert.ThrowsAsync<CounterException>(async () => await Counters(config with { SslVerify = true }).TakeAsync(Key, Limits, Now));
    }

    [Fact]
    public async Task Fails_at_once_when_nobody_listens()
    {
        RedisCounters counters = Counters(new RedisConfig { Host = "127.0.0.1", Port = FreePorts.Take(1), Timeout = 1000 });

        await Assert.ThrowsAsync<CounterException>(async () => await counters.TakeAsync(Key, Limits, Now));
    }

    [Fact]
    public async Task Waits_no_longer_than_the_timeout_for_a_server_that_is_silent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        RedisCounters counters = Counters(new RedisConfig { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, Timeout = 300 });
        long start = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAsync<CounterException>(async () => await counters.TakeAsync(Key, Limits, Now));
        await Assert.ThrowsAsync<CounterException>(async () => await counters.TakeAsync(Key, Limits, Now));

        // Twice 300 ms, and what a busy machine adds.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 4);
    }

    [RedisFact]
    public async Task Opens_an_idle_connection_again()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        var clock = new ManualClock();
        await using var connections = new RedisConnections(clock, NullLogger<RedisConnection>.Instance);
        var counters = new RedisCounters(connections.Get(Config(server)), _writes);
        await counters.TakeAsync(Key, Limits, Now);

        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((double[])[1, 1], await counters.TakeAsync(Key, Limits, Now));
    }

    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        _writes.Dispose();
    }

    private RedisCounters Counters(RedisConfig config) => new(_connections.Get(config), _writes);

    private static RedisConfig Config(RedisServer server) => new() { Host = "127.0.0.1", Port = server.Port };

    private static async Task<IDatabase> DatabaseAsync(RedisServer server) =>
        (await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port}")).GetDatabase();
}
