using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Lua;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Syslog;

/// <summary>Configuration of <c>syslog</c>.</summary>
internal sealed record SyslogConfig
{
    /// <summary>Least severity that is sent.</summary>
    public LogSeverity LogLevel { get; init; } = LogSeverity.Info;

    /// <summary>Severity of requests with a status below 400.</summary>
    public LogSeverity SuccessfulSeverity { get; init; } = LogSeverity.Info;

    /// <summary>Severity of requests with a status from 400 to 499.</summary>
    public LogSeverity ClientErrorsSeverity { get; init; } = LogSeverity.Info;

    /// <summary>Severity of requests with a status from 500.</summary>
    public LogSeverity ServerErrorsSeverity { get; init; } = LogSeverity.Info;

    /// <summary>More fields of the entry: name to Lua code that returns a constant; those with other code are left out. Null: none.</summary>
    [LengthMin(1, On = Part.Key), LengthMin(1, On = Part.Element), LuaCode("Error parsing function", On = Part.Element)]
    public IReadOnlyDictionary<string, string>? CustomFieldsByLua { get; init; }

    /// <summary>Facility of the messages.</summary>
    [OneOf(
        "auth", "authpriv", "cron", "daemon", "ftp", "kern", "lpr", "mail", "news", "syslog", "user", "uucp",
        "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7")]
    public string Facility { get; init; } = "user";
}
