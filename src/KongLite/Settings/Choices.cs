using System.Text.Json.Serialization;

namespace KongLite.Settings;

/// <summary>Kong's names of log levels.</summary>
internal enum LogLevelName
{
    /// <summary>Everything.</summary>
    [JsonStringEnumMemberName("debug")] Debug,

    /// <summary>What happens.</summary>
    [JsonStringEnumMemberName("info")] Info,

    /// <summary>What happens and matters.</summary>
    [JsonStringEnumMemberName("notice")] Notice,

    /// <summary>What may become a problem.</summary>
    [JsonStringEnumMemberName("warn")] Warn,

    /// <summary>What failed.</summary>
    [JsonStringEnumMemberName("error")] Error,

    /// <summary>What the node cannot work with.</summary>
    [JsonStringEnumMemberName("crit")] Crit,

    /// <summary>As <see cref="Crit"/>.</summary>
    [JsonStringEnumMemberName("alert")] Alert,

    /// <summary>As <see cref="Crit"/>.</summary>
    [JsonStringEnumMemberName("emerg")] Emerg,
}

/// <summary>Places of a node in a cluster.</summary>
internal enum Role
{
    /// <summary>Receives its configuration from a control plane.</summary>
    [JsonStringEnumMemberName("data_plane")] DataPlane,

    /// <summary>Gives others their configuration.</summary>
    [JsonStringEnumMemberName("control_plane")] ControlPlane,

    /// <summary>Has its own configuration and proxies.</summary>
    [JsonStringEnumMemberName("traditional")] Traditional,
}

/// <summary>Types of error pages.</summary>
internal enum ErrorType
{
    /// <summary>JSON.</summary>
    [JsonStringEnumMemberName("application/json")] Json,

    /// <summary>XML.</summary>
    [JsonStringEnumMemberName("application/xml")] Xml,

    /// <summary>HTML.</summary>
    [JsonStringEnumMemberName("text/html")] Html,

    /// <summary>Plain text.</summary>
    [JsonStringEnumMemberName("text/plain")] PlainText,
}

/// <summary>Homes of the configuration.</summary>
internal enum Database
{
    /// <summary>PostgreSQL.</summary>
    [JsonStringEnumMemberName("postgres")] Postgres,

    /// <summary>A declarative file, read at start.</summary>
    [JsonStringEnumMemberName("off")] Off,

    /// <summary>A declarative file that the node rewrites after each change.</summary>
    [JsonStringEnumMemberName("file")] File,
}
