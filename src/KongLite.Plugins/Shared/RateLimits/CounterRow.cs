namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>The counts of one identity in the window of each period. Its lock is held for a few additions, and only requests of the same identity meet there.</summary>
internal sealed class CounterRow : BoundedRow
{
    private readonly Lock _lock = new();
    private readonly Slot[] _slots = new Slot[Periods.Count];
    private DateTimeOffset _end;
    private bool _hasEnded;

    /// <inheritdoc/>
    public override long Weight => 1;

    /// <summary>Counts a request that is within every limit.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="now">The moment.</param>
    /// <param name="usage">Gets the counts before.</param>
    /// <returns>False: the row has ended, and another one has to be asked for.</returns>
    public bool TryTake(PeriodLimit[] limits, DateTimeOffset now, double[] usage)
    {
        lock (_lock)
        {
            if (_hasEnded)
            {
                return false;
            }

            bool fits = true;
            for (int i = 0; i < limits.Length; i++)
            {
                usage[i] = Current(limits[i].Period, now).Count;
                fits &= usage[i] < limits[i].Limit;
            }

            for (int i = 0; fits && i < limits.Length; i++)
            {
                _slots[(int)limits[i].Period].Count++;
            }

            return true;
        }
    }

    /// <summary>Tells the counts.</summary>
    public void Read(PeriodLimit[] limits, DateTimeOffset now, double[] usage)
    {
        lock (_lock)
        {
            for (int i = 0; i < limits.Length; i++)
            {
                usage[i] = Current(limits[i].Period, now).Count;
            }
        }
    }

    /// <summary>Adds to the counts.</summary>
    /// <returns>False: the row has ended, and another one has to be asked for.</returns>
    public bool TryAdd(PeriodLimit[] limits, DateTimeOffset now, double amount)
    {
        lock (_lock)
        {
            if (_hasEnded)
            {
                return false;
            }

            foreach (PeriodLimit limit in limits)
            {
                Current(limit.Period, now).Count += amount;
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public override bool TryEnd(DateTimeOffset now, bool force)
    {
        lock (_lock)
        {
            // A row without any window is one that its maker has yet to count in.
            _hasEnded |= force || (now >= _end && _end != default);
            return _hasEnded;
        }
    }

    private ref Slot Current(Period period, DateTimeOffset now)
    {
        DateTimeOffset start = period.StartOf(now);
        ref Slot slot = ref _slots[(int)period];
        if (period.IsOver(slot.Start, start))
        {
            slot = new Slot { Start = start };
            DateTimeOffset end = period.EndOf(start);
            _end = end > _end ? end : _end;
        }

        return ref slot;
    }

    private struct Slot
    {
        public DateTimeOffset Start;
        public double Count;
    }
}
