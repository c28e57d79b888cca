namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>How much is allowed in a period.</summary>
/// <param name="Period">The period.</param>
/// <param name="Limit">How much; more than 0, and not always a whole number.</param>
internal readonly record struct PeriodLimit(Period Period, double Limit)
{
    /// <summary>The limits that are set, shorter periods first.</summary>
    public static PeriodLimit[] Of(double? second, double? minute, double? hour, double? day, double? month, double? year)
    {
        double?[] limits = [second, minute, hour, day, month, year];
        return [.. Enum.GetValues<Period>().Where(period => limits[(int)period] is not null).Select(period => new PeriodLimit(period, limits[(int)period]!.Value))];
    }
}
