using KongLite.Plugins.Shared.RateLimits;
using KongLite.Sdk.Schema;
using Microsoft.AspNetCore.Http;

namespace KongLite.Plugins.ResponseRatelimiting;

/// <summary>A named limit with its periods.</summary>
internal sealed class LimitedUsage
{
    private readonly string[] _limitHeaders;
    private readonly string[] _remainingHeaders;

    /// <summary>A limit.</summary>
    /// <param name="name">Name, as the service's header uses it.</param>
    /// <param name="limit">The limit.</param>
    public LimitedUsage(string name, ResponseLimit limit)
    {
        Name = name;
        Periods = PeriodLimit.Of(limit.Second, limit.Minute, limit.Hour, limit.Day, limit.Month, limit.Year);
        RemainingHeader = $"X-RateLimit-Remaining-{name}";
        _limitHeaders = [.. Periods.Select(period => $"X-RateLimit-Limit-{name}-{period.Period.Name()}")];
        _remainingHeaders = [.. Periods.Select(period => $"X-RateLimit-Remaining-{name}-{period.Period.Name()}")];
    }

    /// <summary>Name, as the service's header uses it.</summary>
    public string Name { get; }

    /// <summary>The periods.</summary>
    public PeriodLimit[] Periods { get; }

    /// <summary>The header that tells what was left before a request.</summary>
    public string RemainingHeader { get; }

    /// <summary>What is left in the period where the least is left; negative when more was used than allowed.</summary>
    public double LeastRemaining(double[] usage)
    {
        double least = double.PositiveInfinity;
        for (int i = 0; i < usage.Length; i++)
        {
            least = Math.Min(least, Periods[i].Limit - usage[i]);
        }

        return least;
    }

    /// <summary>Whether nothing is left in some period.</summary>
    public bool IsExhausted(double[] usage) => LeastRemaining(usage) <= 0;

    /// <summary>Whether some period is used up to the limit and not beyond: only that blocks a request beforehand, as in Kong.</summary>
    public bool IsExactlyUsed(double[] usage)
    {
        for (int i = 0; i < usage.Length; i++)
        {
            if (Periods[i].Limit - usage[i] == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells the client its limits and what is left of them.</summary>
    /// <param name="headers">The headers of the answer.</param>
    /// <param name="usage">What was used before.</param>
    /// <param name="used">What this request has used.</param>
    public void Tell(IHeaderDictionary headers, double[] usage, double used)
    {
        for (int i = 0; i < usage.Length; i++)
        {
            headers[_limitHeaders[i]] = LuaNumber.Format(Periods[i].Limit);
            headers[_remainingHeaders[i]] = LuaNumber.Format(Math.Max(0, Periods[i].Limit - usage[i] - used));
        }
    }
}
