using KongLite.Plugins.Shared.Lua;
using KongLite.Sdk.Schema.Constraints;
using Host = KongLite.Sdk.Schema.Typedefs.Host;

namespace KongLite.Plugins.TcpLog;

/// <summary>Configuration of <c>tcp-log</c>.</summary>
internal sealed record TcpLogConfig
{
    /// <summary>Host of the log server, without port.</summary>
    [Is<Host>]
    public required string Host { get; init; }

    /// <summary>Port of the log server.</summary>
    [Port]
    public required int Port { get; init; }

    /// <summary>How long connecting and each send may take, in milliseconds.</summary>
    public double? Timeout { get; init; } = 10000;

    /// <summary>How long an idle connection is kept for the next entry, in milliseconds.</summary>
    public double? Keepalive { get; init; } = 60000;

    /// <summary>Whether to connect over TLS. The server's certificate is not checked.</summary>
    public bool Tls { get; init; }

    /// <summary>TLS server name to ask for. Null: none.</summary>
    public string? TlsSni { get; init; }

    /// <summary>More fields of the entry: name to Lua code that returns a constant; those with other code are left out. Null: none.</summary>
    [LengthMin(1, On = Part.Key), LengthMin(1, On = Part.Element), LuaCode("Error parsing function", On = Part.Element)]
    public IReadOnlyDictionary<string, string>? CustomFieldsByLua { get; init; }
}
