using System.Globalization;

namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>A longer period must not have a smaller limit, which would make the one of the shorter period pointless.</summary>
internal static class PeriodOrder
{
    /// <summary>Kong's words about the first two limits in the wrong order, without the article; null: there are none.</summary>
    public static string? Check(double? second, double? minute, double? hour, double? day, double? month, double? year)
    {
        ReadOnlySpan<(string Name, double? Limit)> periods =
            [("second", second), ("minute", minute), ("hour", hour), ("day", day), ("month", month), ("year", year)];
        for (int i = 0; i < periods.Length; i++)
        {
            foreach ((string name, double? limit) in periods[(i + 1)..])
            {
                if (limit < periods[i].Limit)
                {
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"limit for {name}({Round(limit):F1}) cannot be lower than the limit for {periods[i].Name}({Round(periods[i].Limit):F1})");
                }
            }
        }

        return null;
    }

    // As Kong's runtime rounds: 1.25 to 1.3.
    private static double? Round(double? limit) => limit is { } value ? Math.Round(value, 1, MidpointRounding.AwayFromZero) : null;
}
