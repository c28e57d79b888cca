using System.Collections.Concurrent;
using KongLite.Plugins.Shared.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>
/// Counters in memory that begin with what Redis knows and tell it their own share from time to time: requests do not wait for Redis, and nodes learn
/// of each other with that delay. When Redis fails, the counts are forgotten and read anew.
/// </summary>
internal sealed partial class SyncedCounters : IRequestCounters, IAsyncDisposable
{
    private const int AtOnce = 64;

    // About 400 bytes each.
    private const int DefaultCapacity = 250_000;

    private const string PushScript = """
        local isNew = redis.call('EXISTS', KEYS[1]) == 0
        local count = redis.call('INCRBY', KEYS[1], ARGV[1])
        if isNew then
          redis.call('EXPIREAT', KEYS[1], ARGV[2])
        end
        return count
        """;

    private readonly RedisConnection _connection;
    private readonly TimeSpan _rate;
    private readonly TimeProvider _clock;
    private readonly ILogger<SyncedCounters> _logger;
    private readonly ConcurrentDictionary<CounterKey, SyncedRow> _rows = new();
    private readonly SemaphoreSlim _pushing = new(1);
    private readonly ITimer _timer;
    private readonly int _capacity;
    private int _isDue;
    private int _isMakingRoom;

    /// <summary>No counters yet.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="rate">Time between two updates.</param>
    /// <param name="clock">Times them.</param>
    /// <param name="logger">Where failures go.</param>
    /// <param name="capacity">How many identities are remembered; beyond that, Redis is told at once and they are forgotten.</param>
    public SyncedCounters(
        RedisConnection connection, TimeSpan rate, TimeProvider clock, ILogger<SyncedCounters> logger, int capacity = DefaultCapacity)
    {
        _capacity = capacity;
        _connection = connection;
        _rate = rate;
        _clock = clock;
        _logger = logger;
        _timer = clock.CreateTimer(
            static state => _ = ((SyncedCounters)state!).PushAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many identities are remembered.</summary>
    public int Count => _rows.Count;

    /// <inheritdoc/>
    /// <remarks>A request beyond a limit is not counted.</remarks>
    public async ValueTask<double[]> TakeAsync(CounterKey key, PeriodLimit[] limits, DateTimeOffset now)
    {
        double[] usage = new double[limits.Length];
        while (true)
        {
            SyncedRow row = _rows.GetOrAdd(key, static _ => new SyncedRow());
            switch (row.TryTake(limits, now, usage, out bool isCounted))
            {
                case SyncedTake.Done:
                    ScheduleIf(isCounted);
                    return usage;
                case SyncedTake.NotKnown:
                    DateTimeOffset[] starts = row.Starts(limits, now);
                    row.Learn(limits, starts, await ReadAsync(key, limits, starts));
                    await MakeRoomAsync();
                    break;
                default:
                    _rows.TryRemove(new(key, row));
                    break;
            }
        }
    }

    /// <summary>Tells Redis what it does not know yet, and learns what other nodes have told it.</summary>
    public async Task PushAsync()
    {
        await _pushing.WaitAsync();
        Volatile.Write(ref _isDue, 0);
        try
        {
            await PushRowsAsync(_clock.GetUtcNow());
        }
        catch (RedisFailure failure)
        {
            Forget();
            Failed(failure.Message);
        }
        // The top of a background loop: the next update must come.
        catch (Exception error)
        {
            Forget();
            Broken(error);
        }
        finally
        {
            _pushing.Release();
        }
    }

    /// <summary>Tells Redis the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await PushAsync();
        _pushing.Dispose();
    }

    private async Task<double[]> ReadAsync(CounterKey key, PeriodLimit[] limits, DateTimeOffset[] starts)
    {
        RedisKey[] keys = [.. limits.Zip(starts, (limit, start) => (RedisKey)key.InRedis(limit.Period, start))];
        try
        {
            RedisValue[] counts = await _connection.RunAsync(database => database.StringGetAsync(keys));
            return Array.ConvertAll(counts, count => count.TryParse(out double number) ? number : 0);
        }
        catch (RedisFailure failure)
        {
            Forget();
            throw new CounterException(failure.Message, failure);
        }
    }

    private async Task PushRowsAsync(DateTimeOffset now)
    {
        var running = new List<Task>(AtOnce);
        foreach ((CounterKey key, SyncedRow row) in _rows)
        {
            foreach (SyncedShare share in row.Shares(now))
            {
                running.Add(PushShareAsync(key, row, share));
            }

            if (row.EndsIfQuiet())
            {
                _rows.TryRemove(new(key, row));
            }

            if (running.Count >= AtOnce)
            {
                await Task.WhenAll(running);
                running.Clear();
            }
        }

        await Task.WhenAll(running);
    }

    private async Task PushShareAsync(CounterKey key, SyncedRow row, SyncedShare share)
    {
        RedisKey[] keys = [key.InRedis(share.Period, share.Start)];
        RedisValue[] arguments = [share.Amount, share.Period.EndOf(share.Start).ToUnixTimeSeconds()];
        row.Settle(share, (double)await _connection.RunAsync(database => database.ScriptEvaluateAsync(PushScript, keys, arguments)));
    }

    // What Redis has been told can be forgotten: whoever comes again learns it from there.
    private async ValueTask MakeRoomAsync()
    {
        if (_rows.Count <= _capacity || Interlocked.Exchange(ref _isMakingRoom, 1) != 0)
        {
            return;
        }

        try
        {
            await PushAsync();
            foreach ((CounterKey key, SyncedRow row) in _rows)
            {
                if (row.EndsIfQuiet())
                {
                    _rows.TryRemove(new(key, row));
                }
            }
        }
        finally
        {
            Volatile.Write(ref _isMakingRoom, 0);
        }
    }

    private void ScheduleIf(bool isCounted)
    {
        if (isCounted && Volatile.Read(ref _isDue) == 0 && Interlocked.Exchange(ref _isDue, 1) == 0)
        {
            _timer.Change(_rate, Timeout.InfiniteTimeSpan);
        }
    }

    private void Forget()
    {
        foreach ((CounterKey key, SyncedRow row) in _rows)
        {
            row.End();
            _rows.TryRemove(new(key, row));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "counters were not told to Redis and are forgotten: {Reason}")]
    private partial void Failed(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "counters were not told to Redis and are forgotten")]
    private partial void Broken(Exception error);
}
