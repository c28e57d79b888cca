namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>Periods that limits are set for.</summary>
internal enum Period
{
    /// <summary>A second.</summary>
    Second,

    /// <summary>A minute.</summary>
    Minute,

    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A month.</summary>
    Month,

    /// <summary>A year.</summary>
    Year,
}

/// <summary>The windows in which requests are counted: from the beginning of the second, minute and so on, by the calendar of UTC.</summary>
internal static class Periods
{
    private static readonly string[] Names = ["second", "minute", "hour", "day", "month", "year"];

    // Kong's numbers, for every month and year alike.
    private static readonly int[] Seconds = [1, 60, 3_600, 86_400, 2_592_000, 31_536_000];

    /// <summary>How many there are.</summary>
    public static int Count => Names.Length;

    /// <summary>Its name, in lower case.</summary>
    public static string Name(this Period period) => Names[(int)period];

    /// <summary>Its length in seconds as clients are told: a month is 30 days, a year 365.</summary>
    public static int Length(this Period period) => Seconds[(int)period];

    /// <summary>Where the window of a moment begins.</summary>
    public static DateTimeOffset StartOf(this Period period, DateTimeOffset moment)
    {
        DateTime utc = moment.UtcDateTime;
        return period switch
        {
            Period.Month => new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero),
            Period.Year => new DateTimeOffset(utc.Year, 1, 1, 0, 0, 0, TimeSpan.Zero),
            _ => new DateTimeOffset(utc.Ticks - (utc.Ticks % (period.Length() * TimeSpan.TicksPerSecond)), TimeSpan.Zero),
        };
    }

    /// <summary>
    /// Whether a count has to begin anew. Requests overtake each other, and clocks are put right: the window before is counted in the later one.
    /// </summary>
    /// <param name="period">The period.</param>
    /// <param name="counted">Where the counted window begins.</param>
    /// <param name="start">Where the window of a request begins.</param>
    public static bool IsOver(this Period period, DateTimeOffset counted, DateTimeOffset start) =>
        counted < start || (counted > start && counted > period.EndOf(start));

    /// <summary>Where a window ends.</summary>
    /// <param name="period">The period.</param>
    /// <param name="start">Where the window begins.</param>
    public static DateTimeOffset EndOf(this Period period, DateTimeOffset start) => period switch
    {
        Period.Month => start.AddMonths(1),
        Period.Year => start.AddYears(1),
        _ => start.AddSeconds(period.Length()),
    };
}
