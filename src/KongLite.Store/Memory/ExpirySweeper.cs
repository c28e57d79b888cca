namespace KongLite.Store.Memory;

/// <summary>Wakes up when the next row's time has run out, so that the change feed tells of it.</summary>
internal sealed class ExpirySweeper : IDisposable
{
    // Timers do not reach further than 49 days.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;

    public ExpirySweeper(TimeProvider clock, Action sweep)
    {
        _clock = clock;
        _timer = clock.CreateTimer(_ => sweep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets the next wake-up.</summary>
    /// <param name="next">When the next row vanishes; null: none will.</param>
    /// <param name="pause">No earlier than after this time, as after a sweep that failed.</param>
    public void Schedule(DateTimeOffset? next, TimeSpan pause = default)
    {
        if (next is not { } due)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // A little later rather than a little earlier: timers count whole milliseconds, and the row must be due by then.
        TimeSpan wait = due - _clock.GetUtcNow() + TimeSpan.FromMilliseconds(1);
        wait = wait < pause ? pause : wait;
        _timer.Change(wait > LongestSleep ? LongestSleep : wait, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
