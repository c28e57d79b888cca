using KongLite.Plugins.Shared;
using KongLite.Plugins.Syslog;

namespace KongLite.Tests.Plugins.Syslog;

public sealed class SyslogMessageTests
{
    [Theory]
    [InlineData("kern", "Emerg", "<0>Nov  2 03:04:05 kong: ")]
    [InlineData("user", "Info", "<14>Nov  2 03:04:05 kong: ")]
    [InlineData("local7", "Debug", "<191>Nov  2 03:04:05 kong: ")]
    public void Heads_a_message_as_the_C_library_does(string facility, string severity, string expected)
    {
        var now = new DateTimeOffset(2026, 11, 2, 3, 4, 5, TimeSpan.Zero);

        Assert.Equal(expected, SyslogMessage.Head(SyslogMessage.FacilityOf(facility), Enum.Parse<LogSeverity>(severity), now));
    }
}
