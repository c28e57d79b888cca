namespace KongLite.Plugins.Shared.Delivery;

/// <summary>Counts lost entries, and says when the log may tell how many: at once, and then once an interval.</summary>
/// <param name="clock">The clock.</param>
internal sealed class LossCounter(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private long _count;
    private long _told = long.MinValue;

    /// <summary>Counts entries.</summary>
    public void Add(long entries) => Interlocked.Add(ref _count, entries);

    /// <summary>How many entries to tell of now; 0: none were lost, or it is too early.</summary>
    public long Take()
    {
        long now = clock.GetTimestamp();
        long last = Interlocked.Read(ref _told);
        bool isTooEarly = last != long.MinValue && clock.GetElapsedTime(last, now) < Interval;
        return Interlocked.Read(ref _count) == 0 || isTooEarly || Interlocked.CompareExchange(ref _told, now, last) != last
            ? 0
            : Interlocked.Exchange(ref _count, 0);
    }
}
