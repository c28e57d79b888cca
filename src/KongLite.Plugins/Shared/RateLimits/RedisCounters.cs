using System.Globalization;
using KongLite.Plugins.Shared.Redis;
using StackExchange.Redis;

namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>Counters in a Redis server, updated by each request and shared with every node that uses the server.</summary>
/// <param name="connection">The server.</param>
/// <param name="writes">Writes that nobody waits for.</param>
internal sealed class RedisCounters(RedisConnection connection, CounterWrites writes) : IRequestCounters, IUsageCounters
{
    // The window's length counts from its first request, as Kong has it: keys outlive their window a little.
    private const string CountScript = """
        local counts = {}
        for i, key in ipairs(KEYS) do
          counts[i] = redis.call('INCR', key)
          if counts[i] == 1 then
            redis.call('EXPIRE', key, ARGV[i])
          end
        end
        return counts
        """;

    // Whole sums stay whole numbers, which Kong's nodes can add to.
    private const string AddScript = """
        for i, key in ipairs(KEYS) do
          local isNew = redis.call('EXISTS', key) == 0
          redis.call('INCRBYFLOAT', key, ARGV[1])
          if isNew then
            redis.call('EXPIRE', key, ARGV[i + 1])
          end
        end
        return 1
        """;

    /// <inheritdoc/>
    /// <remarks>Counting is the check: requests beyond a limit are counted, too.</remarks>
    public async ValueTask<double[]> TakeAsync(CounterKey key, PeriodLimit[] limits, DateTimeOffset now)
    {
        RedisKey[] keys = Keys(key, limits, now);
        RedisValue[] lengths = [.. limits.Select(limit => (RedisValue)limit.Period.Length())];
        var counts = (RedisValue[]?)await RunAsync(database => database.ScriptEvaluateAsync(CountScript, keys, lengths));
        return Array.ConvertAll(counts!, count => (double)count - 1);
    }

    /// <inheritdoc/>
    public async ValueTask<double[]> ReadAsync(CounterKey key, PeriodLimit[] limits, DateTimeOffset now)
    {
        RedisKey[] keys = Keys(key, limits, now);
        RedisValue[] counts = await RunAsync(database => database.StringGetAsync(keys));
        return Array.ConvertAll(counts, count => count.TryParse(out double number) ? number : 0);
    }

    /// <inheritdoc/>
    public void Add(CounterKey key, PeriodLimit[] limits, DateTimeOffset now, double amount)
    {
        RedisKey[] keys = Keys(key, limits, now);
        RedisValue[] arguments = [amount.ToString(CultureInfo.InvariantCulture), .. limits.Select(limit => (RedisValue)limit.Period.Length())];
        writes.Post(() => RunAsync(database => database.ScriptEvaluateAsync(AddScript, keys, arguments)));
    }

    private static RedisKey[] Keys(CounterKey key, PeriodLimit[] limits, DateTimeOffset now) =>
        Array.ConvertAll(limits, limit => (RedisKey)key.InRedis(limit.Period, limit.Period.StartOf(now)));

    private async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> act)
    {
        try
        {
            return await connection.RunAsync(act);
        }
        catch (RedisFailure failure)
        {
            throw new CounterException(failure.Message, failure);
        }
    }
}
