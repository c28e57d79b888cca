using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Typedefs;

/// <summary>A host name or IP address without port.</summary>
public sealed class Host : ITypedef
{
    internal const string NoPort = "must not have a port";

    /// <inheritdoc/>
    public static string? Check(string value)
    {
        string? error = HostName.Parse(value, out HostName host);
        if (error == HostName.BadPort || host.Port is not null)
        {
            return NoPort;
        }

        return error is null ? null : $"invalid value: {value}";
    }
}

/// <summary>A host name with at most one wildcard, as its first or last label; no IP address, no port.</summary>
public sealed class WildcardHost : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value)
    {
        int stars = value.Count(c => c == '*');
        if (stars > 1)
        {
            return "only one wildcard must be specified";
        }

        if (stars == 1 && !value.StartsWith('*') && !value.EndsWith('*'))
        {
            return "wildcard must be leftmost or rightmost character";
        }

        return ServerName.Check(stars == 0 ? value : value.Replace("*", "abc", StringComparison.Ordinal), value);
    }
}

/// <summary>A TLS server name: a host name without wildcard and port, no IP address.</summary>
public sealed class ServerName : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value) => Check(value, value);

    internal static string? Check(string plain, string shown)
    {
        string? error = HostName.Parse(plain, out HostName host);
        if (error == HostName.BadPort || host.Port is not null)
        {
            return Host.NoPort;
        }

        if (error is not null)
        {
            return $"invalid value: {shown}";
        }

        return host.Kind == HostKind.Name ? null : "must not be an IP";
    }
}

/// <summary>A host that routes match on: with an optional port and one wildcard label at either end.</summary>
public sealed class RouteHost : ITypedef
{
    private const string OneWildcard = "invalid wildcard: must have at most one wildcard";
    private const string WildcardPlace = "invalid wildcard: must be placed at leftmost or rightmost label";

    /// <inheritdoc/>
    public static string? Check(string value)
    {
        int stars = value.Count(c => c == '*');
        if (stars > 1)
        {
            return OneWildcard;
        }

        if (stars == 0)
        {
            return HostName.Parse(value, out _);
        }

        bool leading = value.StartsWith("*.", StringComparison.Ordinal);
        int port = value.IndexOf(':', StringComparison.Ordinal);
        bool trailing = (port < 0 ? value : value[..port]).EndsWith(".*", StringComparison.Ordinal);
        if (!leading && !trailing)
        {
            return WildcardPlace;
        }

        // Kong puts letters in the wildcard's place and then shows them in its message.
        return HostName.Parse(value.Replace("*", "abc", StringComparison.Ordinal), out _);
    }

    /// <inheritdoc/>
    public static void Describe(JsonObject description)
    {
        description["match_all"] = new JsonArray(new JsonObject { ["pattern"] = "^[^*]*%*?[^*]*$", ["err"] = OneWildcard });
        description["match_any"] = new JsonObject
        {
            ["patterns"] = new JsonArray("^%*%.", "%.%*$", "^[^*]*$"),
            ["err"] = WildcardPlace,
        };
    }
}

/// <summary>A URL with a scheme and a host; nothing else is looked at.</summary>
public sealed class Url : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        string scheme = colon <= 0 ? string.Empty : value[..colon];
        bool hasScheme = scheme.Length > 0 && char.IsAsciiLetterOrDigit(scheme[0])
            && scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '.' or '-');
        string rest = hasScheme ? value[(colon + 1)..] : value;
        if (!rest.StartsWith("//", StringComparison.Ordinal) || rest.Length == 2 || rest[2] == '/')
        {
            return "missing host in url";
        }

        return hasScheme ? null : "missing scheme in url";
    }
}
