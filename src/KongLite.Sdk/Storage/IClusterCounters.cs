namespace KongLite.Sdk.Storage;

/// <summary>Counters that all nodes on one database share, Kong's own included. Other stores have none.</summary>
/// <remarks>Every call throws <see cref="StoreException"/> when the database cannot be asked.</remarks>
public interface IClusterCounters
{
    /// <summary>Counts a request in each window, unless one of them has reached its limit: then in none. Exact, however many nodes do so at once.</summary>
    /// <param name="windows">The windows of one identity.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What each had counted before.</returns>
    ValueTask<long[]> TakeAsync(IReadOnlyList<CounterWindow> windows, CancellationToken cancellationToken);

    /// <summary>What each window has counted.</summary>
    ValueTask<long[]> ReadAsync(IReadOnlyList<CounterWindow> windows, CancellationToken cancellationToken);

    /// <summary>Adds to each window.</summary>
    /// <param name="windows">The windows of one identity.</param>
    /// <param name="amount">How much; a negative one gives back.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask AddAsync(IReadOnlyList<CounterWindow> windows, long amount, CancellationToken cancellationToken);
}

/// <summary>What somebody may do in a time, as a row of Kong's <c>ratelimiting_metrics</c> or <c>response_ratelimiting_metrics</c>.</summary>
/// <param name="Identifier">Whose requests.</param>
/// <param name="Period">Name of the period, such as <c>minute</c>.</param>
/// <param name="Start">Where the window begins.</param>
/// <param name="Length">Its length.</param>
/// <param name="ServiceId">The service that is limited; all zeros: every one.</param>
/// <param name="RouteId">The route that is limited; all zeros: every one.</param>
/// <param name="Limit">How much is allowed.</param>
/// <param name="LimitName">Name of the limit, for usage that services tell. Null: requests are counted.</param>
public sealed record CounterWindow(
    string Identifier, string Period, DateTimeOffset Start, TimeSpan Length, Guid ServiceId, Guid RouteId, double Limit, string? LimitName = null);
