namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>Counters of requests, which are checked and counted in one step.</summary>
internal interface IRequestCounters
{
    /// <summary>Counts a request, unless it is beyond a limit and the counters leave such requests out.</summary>
    /// <param name="key">What to count.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="now">The moment, which names the windows.</param>
    /// <returns>How much each limit's window had counted before.</returns>
    /// <exception cref="CounterException">The counters cannot be reached.</exception>
    ValueTask<double[]> TakeAsync(CounterKey key, PeriodLimit[] limits, DateTimeOffset now);
}

/// <summary>Counters of usage that becomes known after the check.</summary>
internal interface IUsageCounters
{
    /// <summary>How much each limit's window has counted.</summary>
    /// <exception cref="CounterException">The counters cannot be reached.</exception>
    ValueTask<double[]> ReadAsync(CounterKey key, PeriodLimit[] limits, DateTimeOffset now);

    /// <summary>Adds to each limit's window without waiting; a failure is logged.</summary>
    /// <param name="key">What to count.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="now">The moment, which names the windows.</param>
    /// <param name="amount">How much; a negative one gives back.</param>
    void Add(CounterKey key, PeriodLimit[] limits, DateTimeOffset now, double amount);
}

/// <summary>Counters cannot be reached.</summary>
/// <param name="message">Why, without secrets.</param>
/// <param name="inner">What happened.</param>
internal sealed class CounterException(string message, Exception inner) : Exception(message, inner);
