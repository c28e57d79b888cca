using KongLite.Plugins.Shared.RateLimits;
using KongLite.Plugins.Shared.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.RateLimiting;

/// <summary>What plugins that count need.</summary>
internal static class Given
{
    /// <summary>Counters of a node of its own.</summary>
    public static CounterStores Counters(TimeProvider clock) => new(
        new LocalCounters(),
        new RedisConnections(clock, NullLogger<RedisConnection>.Instance),
        new CounterWrites(NullLogger<CounterWrites>.Instance),
        clock,
        NullLoggerFactory.Instance);
}
