using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KongLite.Sdk.Schema.Typedefs;

/// <summary>What a host text looks like.</summary>
public enum HostKind
{
    /// <summary>Only digits and dots, ports removed.</summary>
    Ipv4,

    /// <summary>More than one colon.</summary>
    Ipv6,

    /// <summary>Anything else.</summary>
    Name,
}

/// <summary>A host with an optional port, taken apart the way Kong does (<c>kong.tools.ip</c>).</summary>
/// <param name="Kind">What the text looks like.</param>
/// <param name="Host">The host without port and brackets.</param>
/// <param name="Port">The port; null: none was given.</param>
public readonly record struct HostName(HostKind Kind, string Host, int? Port)
{
    internal const string BadPort = "invalid port number";

    /// <summary>What a host text looks like.</summary>
    public static HostKind Classify(string value)
    {
        int colons = value.Count(c => c == ':');
        if (colons > 1)
        {
            return HostKind.Ipv6;
        }

        string host = colons == 0 ? value : value[..value.IndexOf(':', StringComparison.Ordinal)];
        return host.Length > 0 && host.All(c => char.IsAsciiDigit(c) || c == '.') ? HostKind.Ipv4 : HostKind.Name;
    }

    /// <summary>Takes a text apart.</summary>
    /// <returns>Kong's message, or null when the text is a host.</returns>
    public static string? Parse(string value, out HostName host)
    {
        switch (Classify(value))
        {
            case HostKind.Ipv4:
                return ParseIpv4(value, out host);
            case HostKind.Ipv6:
                return ParseIpv6(value, out host);
            default:
                return ParseName(value, out host);
        }
    }

    private static string? ParseIpv4(string value, out HostName host)
    {
        host = default;
        string? error = SplitPort(value, out string address, out int? port);
        if (address.Split('.') is not { Length: 4 } octets || !octets.All(IsOctet))
        {
            return $"invalid ipv4 address: {value}";
        }

        host = new HostName(HostKind.Ipv4, address, port);
        return error;
    }

    private static string? ParseIpv6(string value, out HostName host)
    {
        host = default;
        string address = value;
        int? port = null;
        string? error = null;
        if (value.StartsWith('['))
        {
            int end = value.IndexOf(']', StringComparison.Ordinal);
            if (end < 0)
            {
                return "invalid ipv6 address";
            }

            address = value[1..end];
            string rest = value[(end + 1)..];
            if (rest.Length > 0)
            {
                error = rest[0] == ':' ? ParsePort(rest[1..], out port) : $"invalid ipv6 address: {value}";
            }
        }

        bool plain = address.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.');
        if (!plain || !IPAddress.TryParse(address, out IPAddress? parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return $"invalid ipv6 address: {value}";
        }

        host = new HostName(HostKind.Ipv6, address, port);
        return error;
    }

    private static string? ParseName(string value, out HostName host)
    {
        string? error = SplitPort(value, out string name, out int? port);
        host = new HostName(HostKind.Name, name, port);
        string labels = name.EndsWith('.') ? name[..^1] : name;
        bool valid = labels.Length > 0 && labels.Split('.').All(label =>
            label.Length > 0 && !label.EndsWith('-') && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        return valid ? error : $"invalid hostname: {value}";
    }

    // Only digits behind the colon are a port; anything else belongs to the host, which it spoils.
    private static string? SplitPort(string value, out string host, out int? port)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        bool isPort = colon >= 0 && colon < value.Length - 1 && value.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0;
        host = isPort ? value[..colon] : value;
        port = null;
        return isPort ? ParsePort(value[(colon + 1)..], out port) : null;
    }

    private static string? ParsePort(string text, out int? port)
    {
        port = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 65535 ? number : null;
        return port is null ? BadPort : null;
    }

    private static bool IsOctet(string text) =>
        text.Length is > 0 and <= 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 255;
}
