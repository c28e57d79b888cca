using System.Collections.Concurrent;
using KongLite.Plugins.Shared.Redis;
using KongLite.Sdk.Storage;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>Finds the counters of a policy. Those in memory are shared by all plugins, so that they outlive changes of the configuration.</summary>
/// <param name="local">The node's own.</param>
/// <param name="redis">Connections to Redis.</param>
/// <param name="writes">Writes to Redis that nobody waits for.</param>
/// <param name="clock">Times the updates of Redis.</param>
/// <param name="loggers">Where failures go.</param>
/// <param name="cluster">Counters in the database. Null: the configuration is in a file, which only one node can own, so that the cluster is this node.</param>
internal sealed class CounterStores(
    LocalCounters local, RedisConnections redis, CounterWrites writes, TimeProvider clock, ILoggerFactory loggers, IClusterCounters? cluster = null)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(RedisConfig Config, double Rate), SyncedCounters> _synced = new();

    /// <summary>Counters of requests.</summary>
    /// <param name="policy">Where they are kept.</param>
    /// <param name="config">The Redis server.</param>
    /// <param name="syncRate">Seconds between two updates of Redis; -1: each request updates it.</param>
    public IRequestCounters Requests(CounterPolicy policy, RedisConfig config, double syncRate) => policy switch
    {
        CounterPolicy.Redis when syncRate > 0 => _synced.GetOrAdd((config, syncRate), Synced),
        CounterPolicy.Redis => new RedisCounters(redis.Get(config), writes),
        CounterPolicy.Cluster when cluster is not null => new DatabaseCounters(cluster, writes),
        _ => local,
    };

    /// <summary>Counters of usage.</summary>
    /// <param name="policy">Where they are kept.</param>
    /// <param name="config">The Redis server.</param>
    public IUsageCounters Usage(CounterPolicy policy, RedisConfig config) => policy switch
    {
        CounterPolicy.Redis => new RedisCounters(redis.Get(config), writes),
        CounterPolicy.Cluster when cluster is not null => new DatabaseCounters(cluster, writes),
        _ => local,
    };

    /// <summary>Tells Redis what it does not know yet.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (SyncedCounters each in _synced.Values)
        {
            await each.DisposeAsync();
        }
    }

    private SyncedCounters Synced((RedisConfig Config, double Rate) key) =>
        new(redis.Get(key.Config), TimeSpan.FromSeconds(key.Rate), clock, loggers.CreateLogger<SyncedCounters>());
}
