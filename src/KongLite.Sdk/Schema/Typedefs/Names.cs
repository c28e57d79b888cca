using System.Globalization;
using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Typedefs;

/// <summary>A name of letters, digits, <c>.-_~</c> and non-ASCII characters.</summary>
public sealed class Utf8Name : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value) =>
        value.All(c => c > 127 || char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '~')
            ? null
            : $"invalid value '{value}': the only accepted ascii characters are alphanumerics or ., -, _, and ~";
}

/// <summary>A tag: printable ASCII without comma and slash, and any character beyond ASCII.</summary>
public sealed class Tag : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value) =>
        value.All(c => c > 127 || (c is >= ' ' and <= '~' && c is not (',' or '/')))
            ? null
            : $"invalid tag '{value}': expected printable ascii (except `,` and `/`) or valid utf-8 sequences";

    /// <inheritdoc/>
    public static void Describe(JsonObject description) => description["required"] = true;
}

/// <summary>A header name: letters, digits, <c>-</c> and <c>_</c>.</summary>
public sealed class HeaderName : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? null
            : $"bad header name '{value}', allowed characters are A-Z, a-z, 0-9, '_', and '-'";
}

/// <summary>A header name that routes may match on; the host has a field of its own.</summary>
public sealed class RouteHeaderName : ITypedef
{
    private const string NoHost = "cannot contain 'host' header, which must be specified in the 'hosts' attribute";

    /// <inheritdoc/>
    public static string? Check(string value) => value.Equals("host", StringComparison.OrdinalIgnoreCase) ? NoHost : HeaderName.Check(value);

    /// <inheritdoc/>
    public static void Describe(JsonObject description) =>
        description["match_none"] = new JsonArray(new JsonObject { ["pattern"] = "^[Hh][Oo][Ss][Tt]$", ["err"] = NoHost });
}

/// <summary>An IP address or a CIDR block.</summary>
public sealed class IpOrCidr : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value) => IsValid(value) ? null : $"invalid ip or cidr range: '{value}'";

    private static bool IsValid(string value)
    {
        int slash = value.IndexOf('/', StringComparison.Ordinal);
        string address = slash < 0 ? value : value[..slash];
        if (HostName.Parse(address, out HostName host) is not null || host.Kind == HostKind.Name || host.Port is not null)
        {
            return false;
        }

        // Some take such an octet for an octal number.
        if (host.Kind == HostKind.Ipv4 && host.Host.Split('.').Any(octet => octet.Length > 1 && octet[0] == '0'))
        {
            return false;
        }

        int bits = host.Kind == HostKind.Ipv4 ? 32 : 128;
        return slash < 0
            || (int.TryParse(value.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int prefix) && prefix >= 0 && prefix <= bits);
    }
}
