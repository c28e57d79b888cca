using System.Globalization;
using KongLite.Plugins.Shared.RateLimits;

namespace KongLite.Tests.Plugins.Shared.RateLimits;

public sealed class PeriodTests
{
    [Theory]
    [InlineData(nameof(Period.Second), "2024-02-29T23:59:58.9Z", "2024-02-29T23:59:58Z", "2024-02-29T23:59:59Z")]
    [InlineData(nameof(Period.Minute), "2024-02-29T23:59:58.9Z", "2024-02-29T23:59:00Z", "2024-03-01T00:00:00Z")]
    [InlineData(nameof(Period.Hour), "2024-02-29T23:59:58.9Z", "2024-02-29T23:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData(nameof(Period.Day), "2024-02-29T23:59:58.9Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData(nameof(Period.Month), "2024-02-29T23:59:58.9Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData(nameof(Period.Year), "2024-02-29T23:59:58.9Z", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z")]
    [InlineData(nameof(Period.Day), "2024-03-01T01:30:00+02:00", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z")]
    public void Windows_follow_the_calendar_of_UTC(string name, string moment, string start, string end)
    {
        Period period = Enum.Parse<Period>(name);

        DateTimeOffset began = period.StartOf(Time(moment));

        Assert.Equal((Time(start), Time(end)), (began, period.EndOf(began)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(-1, false)]
    [InlineData(-60, true)]
    public void A_count_begins_anew_later_or_much_earlier(int seconds, bool isOver)
    {
        DateTimeOffset counted = TestExchange.Start.AddMilliseconds(-TestExchange.Start.Millisecond);

        Assert.Equal(isOver, Period.Second.IsOver(counted, counted.AddSeconds(seconds)));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
