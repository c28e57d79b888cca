using System.Globalization;
using System.Text;

namespace KongLite.Gateway.Telemetry;

/// <summary>The time in access logs, <c>23/Nov/2026:01:36:13 +0000</c> in the clock's zone, made once a second.</summary>
internal sealed class AccessLogTime(TimeProvider clock)
{
    private Second _last = new(long.MinValue, []);

    /// <summary>The time now.</summary>
    public ReadOnlySpan<byte> Now()
    {
        DateTimeOffset now = clock.GetUtcNow();
        long seconds = now.ToUnixTimeSeconds();
        Second last = Volatile.Read(ref _last);
        if (last.Seconds != seconds)
        {
            last = new Second(seconds, Write(TimeZoneInfo.ConvertTime(now, clock.LocalTimeZone)));
            Volatile.Write(ref _last, last);
        }

        return last.Text;
    }

    private static byte[] Write(DateTimeOffset time)
    {
        TimeSpan offset = time.Offset.Duration();
        char sign = time.Offset < TimeSpan.Zero ? '-' : '+';
        return Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{time:dd/MMM/yyyy:HH:mm:ss} {sign}{offset.Hours:00}{offset.Minutes:00}"));
    }

    private sealed record Second(long Seconds, byte[] Text);
}
