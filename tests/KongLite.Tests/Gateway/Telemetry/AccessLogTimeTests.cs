using System.Text;
using KongLite.Gateway.Telemetry;

namespace KongLite.Tests.Gateway.Telemetry;

public sealed class AccessLogTimeTests
{
    [Theory]
    [InlineData(0, "14/Nov/2023:22:13:20 +0000")]
    [InlineData(330, "15/Nov/2023:03:43:20 +0530")]
    [InlineData(-210, "14/Nov/2023:18:43:20 -0330")]
    public void Is_local(int minutes, string text)
    {
        var clock = new ZonedClock(TimeSpan.FromMinutes(minutes));

        Assert.Equal(text, Encoding.ASCII.GetString(new AccessLogTime(clock).Now()));
    }

    [Fact]
    public void Goes_on()
    {
        var clock = new ZonedClock(TimeSpan.Zero);
        var time = new AccessLogTime(clock);
        time.Now();

        clock.Seconds++;

        Assert.Equal("14/Nov/2023:22:13:21 +0000", Encoding.ASCII.GetString(time.Now()));
    }

    private sealed class ZonedClock(TimeSpan offset) : TimeProvider
    {
        public long Seconds { get; set; } = 1_700_000_000;

        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("test", offset, null, null);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds);
    }
}
