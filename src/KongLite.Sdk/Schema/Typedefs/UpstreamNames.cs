namespace KongLite.Sdk.Schema.Typedefs;

/// <summary>The name of an upstream: a host name without port, no IP address.</summary>
public sealed class UpstreamName : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value)
    {
        string? error = HostName.Parse(value, out HostName host);
        string? reason = error is not null ? "must be a valid hostname"
            : host.Kind != HostKind.Name ? "no ip addresses allowed"
            : host.Port is not null ? "no port allowed"
            : null;
        return reason is null ? null : $"Invalid name ('{value}'); {reason}";
    }
}

/// <summary>A host with an optional port.</summary>
public sealed class HostWithPort : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value) => HostName.Parse(value, out _);
}

/// <summary>The name of a cookie: an HTTP token (RFC 9110, 5.6.2).</summary>
public sealed class CookieName : ITypedef
{
    private const string Error = "contains one or more invalid characters. ASCII control characters (0-31;127), space, tab and the characters "
        + "()<>@,;:\\\"/?={}[] are not allowed.";

    /// <inheritdoc/>
    public static string? Check(string value) =>
        value.All(c => c is > ' ' and < '\x7f' && !"()<>@,;:\\\"/?={}[]".Contains(c, StringComparison.Ordinal)) ? null : Error;
}
