using KongLite.Plugins.Shared.RateLimits;
using KongLite.Sdk.Schema;
using Microsoft.AspNetCore.Http;

namespace KongLite.Plugins.RateLimiting;

/// <summary>What the counts of a request's windows mean for it.</summary>
internal readonly struct Verdict
{
    private static readonly string[] LimitNames = Headers("X-RateLimit-Limit-");
    private static readonly string[] RemainingNames = Headers("X-RateLimit-Remaining-");

    private readonly PeriodLimit[] _limits;
    private readonly double[] _usage;
    private readonly int _stop;

    /// <summary>Looks at the counts.</summary>
    /// <param name="limits">The limits, shorter periods first.</param>
    /// <param name="usage">How much each limit's window had counted before the request.</param>
    public Verdict(PeriodLimit[] limits, double[] usage)
    {
        _limits = limits;
        _usage = usage;
        _stop = -1;
        for (int i = 0; i < limits.Length; i++)
        {
            // Of several exhausted periods the longest tells the truth about when to come again; Kong takes any.
            if (limits[i].Limit - usage[i] <= 0)
            {
                _stop = i;
            }
        }
    }

    /// <summary>Whether the request is beyond a limit.</summary>
    public bool IsRefusal => _stop >= 0;

    /// <summary>Tells the client its limits.</summary>
    /// <param name="headers">The headers of the answer.</param>
    /// <param name="now">The moment.</param>
    public void Tell(IHeaderDictionary headers, DateTimeOffset now)
    {
        int tightest = 0;
        double least = double.PositiveInfinity;
        for (int i = 0; i < _limits.Length; i++)
        {
            PeriodLimit limit = _limits[i];
            double remaining = Remaining(i);
            if (remaining <= least)
            {
                tightest = i;
                least = remaining;
            }

            headers[LimitNames[(int)limit.Period]] = LuaNumber.Format(limit.Limit);
            headers[RemainingNames[(int)limit.Period]] = LuaNumber.Format(remaining);
        }

        PeriodLimit named = _limits[tightest];
        string reset = LuaNumber.Format(Reset(named.Period, now));
        headers["RateLimit-Limit"] = LuaNumber.Format(named.Limit);
        headers["RateLimit-Remaining"] = LuaNumber.Format(least);
        headers["RateLimit-Reset"] = reset;
        if (IsRefusal)
        {
            headers.RetryAfter = reset;
        }
    }

    // The request itself is not counted against the other periods when one stops it.
    private double Remaining(int index)
    {
        double before = _limits[index].Limit - _usage[index];
        return Math.Max(0, _stop < 0 || _stop == index ? before - 1 : before);
    }

    private static long Reset(Period period, DateTimeOffset now) =>
        Math.Max(1, period.Length() - (long)(now - period.StartOf(now)).TotalSeconds);

    private static string[] Headers(string prefix) =>
        [.. Enum.GetNames<Period>().Select(name => prefix + name)];
}
