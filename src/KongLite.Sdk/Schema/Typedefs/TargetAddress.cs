using System.Globalization;
using System.Net;

namespace KongLite.Sdk.Schema.Typedefs;

/// <summary>The address of a target: a host name or IP address with an optional port.</summary>
public sealed class TargetAddress : ITypedef
{
    /// <summary>Port of a target that names none.</summary>
    public const int DefaultPort = 8000;

    /// <inheritdoc/>
    public static string? Check(string value) =>
        HostName.Parse(value, out _) is null ? null : $"Invalid target ('{value}'); not a valid hostname or ip address";

    /// <summary>
    /// The form that is stored: a port always, IPv4 without leading zeros, IPv6 as eight groups of four digits in brackets.
    /// </summary>
    /// <returns>Null when the text is no address.</returns>
    public static string? Normalize(string value)
    {
        if (HostName.Parse(value, out HostName host) is not null)
        {
            return null;
        }

        string name = host.Kind switch
        {
            HostKind.Ipv4 => string.Join('.', host.Host.Split('.').Select(octet => octet.TrimStart('0') is { Length: > 0 } digits ? digits : "0")),
            HostKind.Ipv6 => Expand(IPAddress.Parse(host.Host)),
            _ => host.Host,
        };
        return string.Create(CultureInfo.InvariantCulture, $"{name}:{host.Port ?? DefaultPort}");
    }

    private static string Expand(IPAddress address)
    {
        string digits = Convert.ToHexStringLower(address.GetAddressBytes());
        return $"[{string.Join(':', Enumerable.Range(0, 8).Select(group => digits.Substring(group * 4, 4)))}]";
    }
}
