using KongLite.Plugins.Shared.Lua;
using KongLite.Sdk.Schema.Constraints;
using Host = KongLite.Sdk.Schema.Typedefs.Host;

namespace KongLite.Plugins.UdpLog;

/// <summary>Configuration of <c>udp-log</c>.</summary>
internal sealed record UdpLogConfig
{
    /// <summary>Host of the log server, without port.</summary>
    [Is<Host>]
    public required string Host { get; init; }

    /// <summary>Port of the log server.</summary>
    [Port]
    public required int Port { get; init; }

    /// <summary>How long a send may take, in milliseconds.</summary>
    public double? Timeout { get; init; } = 10000;

    /// <summary>More fields of the entry: name to Lua code that returns a constant; those with other code are left out. Null: none.</summary>
    [LengthMin(1, On = Part.Key), LengthMin(1, On = Part.Element), LuaCode("Error parsing function", On = Part.Element)]
    public IReadOnlyDictionary<string, string>? CustomFieldsByLua { get; init; }
}
