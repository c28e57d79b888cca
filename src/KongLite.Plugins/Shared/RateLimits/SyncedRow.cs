namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>How counting in a <see cref="SyncedRow"/> went.</summary>
internal enum SyncedTake
{
    /// <summary>The usage is told, and the request counted if it fits.</summary>
    Done,

    /// <summary>What Redis knows of a window has to be learnt first.</summary>
    NotKnown,

    /// <summary>The row has ended, and another one has to be asked for.</summary>
    Ended,
}

/// <summary>What this node has counted in a window and Redis does not know.</summary>
/// <param name="Period">The period.</param>
/// <param name="Start">Where the window begins.</param>
/// <param name="Amount">How much.</param>
internal readonly record struct SyncedShare(Period Period, DateTimeOffset Start, long Amount);

/// <summary>The counts of one identity: what Redis said last, and what came since.</summary>
internal sealed class SyncedRow
{
    private readonly Lock _lock = new();
    private readonly Slot[] _slots = new Slot[Periods.Count];
    private readonly List<SyncedShare> _late = [];
    private bool _isUsed = true;
    private bool _hasEnded;

    /// <summary>Counts a request that is within every limit.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="now">The moment.</param>
    /// <param name="usage">Gets the counts before.</param>
    /// <param name="isCounted">Whether it was counted.</param>
    public SyncedTake TryTake(PeriodLimit[] limits, DateTimeOffset now, double[] usage, out bool isCounted)
    {
        isCounted = false;
        lock (_lock)
        {
            if (_hasEnded)
            {
                return SyncedTake.Ended;
            }

            _isUsed = true;
            bool fits = true;
            for (int i = 0; i < limits.Length; i++)
            {
                Slot slot = Current(limits[i].Period, now);
                if (!slot.IsKnown)
                {
                    return SyncedTake.NotKnown;
                }

                usage[i] = slot.Known + slot.Own;
                fits &= usage[i] < limits[i].Limit;
            }

            for (int i = 0; fits && i < limits.Length; i++)
            {
                _slots[(int)limits[i].Period].Own++;
            }

            isCounted = fits;
            return SyncedTake.Done;
        }
    }

    /// <summary>Where the windows begin that requests are counted in.</summary>
    public DateTimeOffset[] Starts(PeriodLimit[] limits, DateTimeOffset now)
    {
        lock (_lock)
        {
            return Array.ConvertAll(limits, limit => Current(limit.Period, now).Start);
        }
    }

    /// <summary>Takes over what Redis knows of windows of which nothing was known.</summary>
    public void Learn(PeriodLimit[] limits, DateTimeOffset[] starts, double[] counts)
    {
        lock (_lock)
        {
            for (int i = 0; i < limits.Length; i++)
            {
                ref Slot slot = ref _slots[(int)limits[i].Period];
                // A window that began while Redis was asked waits for its own answer.
                if (!slot.IsKnown && slot.Start == starts[i])
                {
                    slot.Known = counts[i];
                    slot.IsKnown = true;
                }
            }
        }
    }

    /// <summary>What Redis does not know yet.</summary>
    public IReadOnlyList<SyncedShare> Shares(DateTimeOffset now)
    {
        lock (_lock)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                Slot slot = _slots[i];
                if (slot.Own > 0)
                {
                    _late.Add(new SyncedShare((Period)i, slot.Start, slot.Own));
                }
            }

            if (_late.Count == 0)
            {
                return [];
            }

            SyncedShare[] shares = [.. _late.Where(share => share.Period.EndOf(share.Start) > now - TimeSpan.FromMinutes(1))];
            _late.Clear();
            return shares;
        }
    }

    /// <summary>Notes that Redis knows a share, and what it counts now.</summary>
    public void Settle(SyncedShare share, double count)
    {
        lock (_lock)
        {
            ref Slot slot = ref _slots[(int)share.Period];
            if (slot.Start == share.Start)
            {
                slot.Own -= share.Amount;
                slot.Known = count;
            }
        }
    }

    /// <summary>Ends the row when nothing was asked of it since the last time and Redis knows all.</summary>
    public bool EndsIfQuiet()
    {
        lock (_lock)
        {
            _hasEnded |= !_isUsed && _late.Count == 0 && Array.TrueForAll(_slots, slot => slot.Own == 0);
            _isUsed = false;
            return _hasEnded;
        }
    }

    /// <summary>Ends the row.</summary>
    public void End()
    {
        lock (_lock)
        {
            _hasEnded = true;
        }
    }

    private ref Slot Current(Period period, DateTimeOffset now)
    {
        DateTimeOffset start = period.StartOf(now);
        ref Slot slot = ref _slots[(int)period];
        if (period.IsOver(slot.Start, start))
        {
            if (slot.Own > 0)
            {
                _late.Add(new SyncedShare(period, slot.Start, slot.Own));
            }

            slot = new Slot { Start = start };
        }

        return ref slot;
    }

    private struct Slot
    {
        public DateTimeOffset Start;
        public bool IsKnown;
        public double Known;
        public long Own;
    }
}
