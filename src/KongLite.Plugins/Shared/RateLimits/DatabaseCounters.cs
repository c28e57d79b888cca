using KongLite.Sdk.Storage;

namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>Counters in the database that the nodes share, Kong's own included.</summary>
/// <param name="counters">The database.</param>
/// <param name="writes">Writes that nobody waits for.</param>
internal sealed class DatabaseCounters(IClusterCounters counters, CounterWrites writes) : IRequestCounters, IUsageCounters
{
    /// <inheritdoc/>
    /// <remarks>A request beyond a limit is not counted. Kong reads first and counts later, so that a little more gets through there.</remarks>
    public ValueTask<double[]> TakeAsync(CounterKey key, PeriodLimit[] limits, DateTimeOffset now) =>
        AskAsync(() => counters.TakeAsync(Windows(key, limits, now), CancellationToken.None));

    /// <inheritdoc/>
    public ValueTask<double[]> ReadAsync(CounterKey key, PeriodLimit[] limits, DateTimeOffset now) =>
        AskAsync(() => counters.ReadAsync(Windows(key, limits, now), CancellationToken.None));

    /// <inheritdoc/>
    /// <remarks>Kong's column holds whole numbers.</remarks>
    public void Add(CounterKey key, PeriodLimit[] limits, DateTimeOffset now, double amount)
    {
        CounterWindow[] windows = Windows(key, limits, now);
        long whole = (long)Math.Round(amount, MidpointRounding.AwayFromZero);
        writes.Post(async () =>
        {
            try
            {
                await counters.AddAsync(windows, whole, CancellationToken.None);
            }
            catch (StoreException failure)
            {
                throw new CounterException(failure.Message, failure);
            }
        });
    }

    private static CounterWindow[] Windows(CounterKey key, PeriodLimit[] limits, DateTimeOffset now) => Array.ConvertAll(limits, limit => new CounterWindow(
        key.Identity.ToString(),
        limit.Period.Name(),
        limit.Period.StartOf(now),
        TimeSpan.FromSeconds(limit.Period.Length()),
        key.ServiceId,
        key.RouteId,
        limit.Limit,
        key.LimitName));

    private static async ValueTask<double[]> AskAsync(Func<ValueTask<long[]>> ask)
    {
        try
        {
            return Array.ConvertAll(await ask(), count => (double)count);
        }
        catch (StoreException failure)
        {
            throw new CounterException(failure.Message, failure);
        }
    }
}
