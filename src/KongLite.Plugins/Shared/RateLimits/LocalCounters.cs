namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>Counters in this node's memory. They outlive changes of the configuration, and are exact however many requests come at once.</summary>
/// <param name="capacity">How many identities are remembered; beyond that, those that have been quiet the longest are forgotten.</param>
internal sealed class LocalCounters(long capacity) : IRequestCounters, IUsageCounters
{
    // About 300 bytes each.
    private const long DefaultCapacity = 250_000;

    private readonly BoundedTable<CounterKey, CounterRow> _rows = new(capacity);

    /// <summary>Counters of the usual capacity.</summary>
    public LocalCounters()
        : this(DefaultCapacity)
    {
    }

    /// <summary>How many identities are remembered.</summary>
    public int Count => _rows.Count;

    /// <inheritdoc/>
    /// <remarks>A request beyond a limit is not counted.</remarks>
    public ValueTask<double[]> TakeAsync(CounterKey key, PeriodLimit[] limits, DateTimeOffset now)
    {
        double[] usage = new double[limits.Length];
        while (true)
        {
            CounterRow row = RowOf(key, now);
            if (row.TryTake(limits, now, usage))
            {
                return ValueTask.FromResult(usage);
            }

            _rows.Drop(key, row);
        }
    }

    /// <inheritdoc/>
    public ValueTask<double[]> ReadAsync(CounterKey key, PeriodLimit[] limits, DateTimeOffset now)
    {
        double[] usage = new double[limits.Length];
        if (_rows.TryGet(key, now, out CounterRow? row))
        {
            row.Read(limits, now, usage);
        }

        return ValueTask.FromResult(usage);
    }

    /// <inheritdoc/>
    public void Add(CounterKey key, PeriodLimit[] limits, DateTimeOffset now, double amount)
    {
        while (true)
        {
            CounterRow row = RowOf(key, now);
            if (row.TryAdd(limits, now, amount))
            {
                return;
            }

            _rows.Drop(key, row);
        }
    }

    private CounterRow RowOf(CounterKey key, DateTimeOffset now) => _rows.GetOrAdd(key, now, static () => new CounterRow());
}
