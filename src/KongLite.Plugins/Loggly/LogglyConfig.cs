using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Lua;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using Host = KongLite.Sdk.Schema.Typedefs.Host;

namespace KongLite.Plugins.Loggly;

/// <summary>Configuration of <c>loggly</c>.</summary>
internal sealed record LogglyConfig
{
    /// <summary>Host of the log server.</summary>
    [Is<Host>]
    public string? Host { get; init; } = "logs-01.loggly.com";

    /// <summary>UDP port of the log server.</summary>
    [Port]
    public int? Port { get; init; } = 514;

    /// <summary>Customer token of the Loggly account.</summary>
    [Referenceable, Secret]
    public required string Key { get; init; }

    /// <summary>Tags of the entries.</summary>
    [Set]
    public IReadOnlyList<string>? Tags { get; init; } = ["kong"];

    /// <summary>Least severity that is sent.</summary>
    public LogSeverity? LogLevel { get; init; } = LogSeverity.Info;

    /// <summary>Severity of requests with a status below 400.</summary>
    public LogSeverity? SuccessfulSeverity { get; init; } = LogSeverity.Info;

    /// <summary>Severity of requests with a status from 400 to 499.</summary>
    public LogSeverity? ClientErrorsSeverity { get; init; } = LogSeverity.Info;

    /// <summary>Severity of requests with a status from 500.</summary>
    public LogSeverity? ServerErrorsSeverity { get; init; } = LogSeverity.Info;

    /// <summary>How long a send may take, in milliseconds.</summary>
    public double? Timeout { get; init; } = 10000;

    /// <summary>More fields of the entry: name to Lua code that gives the value. Checked, not run. Null: none.</summary>
    [LengthMin(1, On = Part.Key), LengthMin(1, On = Part.Element), LuaCode("Error parsing function", On = Part.Element)]
    public IReadOnlyDictionary<string, string>? CustomFieldsByLua { get; init; }

    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"loggly {Host}:{Port}";
}
