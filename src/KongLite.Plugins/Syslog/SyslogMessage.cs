using System.Globalization;
using KongLite.Plugins.Shared;

namespace KongLite.Plugins.Syslog;

/// <summary>What stands before the text of a message to the local log, as the C library writes it.</summary>
internal static class SyslogMessage
{
    // By their numbers in RFC 5424, 6.2.1; null: one that has no name here.
    private static readonly string?[] Facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", null, null, null, null,
        "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    /// <summary>The number of a facility.</summary>
    public static int FacilityOf(string name) => Array.IndexOf(Facilities, name);

    /// <summary>The head of a message: <c>&lt;14&gt;Nov 22 15:55:01 kong: </c>.</summary>
    /// <param name="facility">Number of the facility.</param>
    /// <param name="severity">The severity.</param>
    /// <param name="now">The time, as the machine's users have it.</param>
    public static string Head(int facility, LogSeverity severity, DateTimeOffset now)
    {
        // RFC 3164, 4.1: from 0 for an emergency to 7; days below ten have a blank in front.
        int priority = (facility * 8) + (LogSeverity.Emerg - severity);
        return string.Create(CultureInfo.InvariantCulture, $"<{priority}>{now:MMM} {now.Day,2} {now:HH:mm:ss} kong: ");
    }
}
