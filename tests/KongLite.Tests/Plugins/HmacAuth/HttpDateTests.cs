using KongLite.Plugins.HmacAuth;

namespace KongLite.Tests.Plugins.HmacAuth;

public sealed class HttpDateTests
{
    private static readonly DateTimeOffset Expected = new(2026, 1, 1, 13, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("Thu, 01 Jan 2026 13:04:05 GMT")]
    [InlineData("Fri, 01 Jan 2026 13:04:05")]
    [InlineData("Thursday, 01-Jan-26 13:04:05 GMT")]
    [InlineData("Thu Jan  1 13:04:05 2026")]
    public void Reads_all_three_forms(string text)
    {
        Assert.True(HttpDate.TryParse(text, out DateTimeOffset date));

        Assert.Equal(Expected, date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData(", ")]
    [InlineData("Thu, 01 Jan 2026")]
    [InlineData("Thu, 32 Jan 2026 13:04:05 GMT")]
    [InlineData("2026-01-01T13:04:05Z")]
    [InlineData("1767272645")]
    [InlineData("Thu, 01 \u00e9an 2026 13:04:05 GMT")]
    public void Refuses_everything_else(string text)
    {
        Assert.False(HttpDate.TryParse(text, out _));
    }
}
