using System.Text.Json.Serialization;

namespace KongLite.Plugins.Shared;

/// <summary>Severities of syslog messages, the least first (RFC 5424, 6.2.1).</summary>
internal enum LogSeverity
{
    /// <summary>For debugging.</summary>
    [JsonStringEnumMemberName("debug")]
    Debug,

    /// <summary>Informational.</summary>
    [JsonStringEnumMemberName("info")]
    Info,

    /// <summary>Normal but significant.</summary>
    [JsonStringEnumMemberName("notice")]
    Notice,

    /// <summary>A warning.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>An error.</summary>
    [JsonStringEnumMemberName("err")]
    Err,

    /// <summary>Critical.</summary>
    [JsonStringEnumMemberName("crit")]
    Crit,

    /// <summary>Somebody has to act at once.</summary>
    [JsonStringEnumMemberName("alert")]
    Alert,

    /// <summary>The system is unusable.</summary>
    [JsonStringEnumMemberName("emerg")]
    Emerg,
}
