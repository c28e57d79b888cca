using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KongLite.Sdk.Entities;

namespace KongLite.Sdk.Routing.Expressions;

/// <summary>
/// The expression that Kong makes of a route without one. Requests are matched by the fields themselves; the text is what Kong checks, and what its
/// messages show.
/// </summary>
internal static class ClassicExpression
{
    private const string And = " && ";
    private const string Or = " || ";

    /// <summary>The expression of a route; empty when none of its fields says anything.</summary>
    public static string Of(Route route)
    {
        bool isStream = route.Protocols is [var first, ..] && !first.IsHttp();
        IEnumerable<string?> parts =
        [
            Snis(route.Snis, isStream),
            Addresses("net.src", route.Sources),
            Addresses("net.dst", route.Destinations),
        ];
        if (!isStream)
        {
            parts =
            [
                .. parts,
                OneOf(route.Methods, method => $"http.method == {Quote(method)}"),
                OneOf(route.Hosts, Host),
                OneOf(route.Paths, Path),
                .. (route.Headers ?? new Dictionary<string, IReadOnlyList<string>>()).Select(header => Header(header.Key, header.Value)),
            ];
        }

        return string.Join(And, parts.Where(part => part is not null));
    }

    private static string? Snis(IReadOnlyList<string>? snis, bool isStream) =>
        OneOf(snis, Sni) is { } names ? $"(net.protocol != {Quote(isStream ? "tls" : "https")}{Or}{names})" : null;

    private static string Sni(string name)
    {
        string plain = name.Length > 1 && name.EndsWith('.') ? name[..^1] : name;
        return $"tls.sni {Pattern(plain)}";
    }

    private static string Host(string host)
    {
        int colon = host.IndexOf(':', StringComparison.Ordinal);
        bool hasPort = colon >= 0 && int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return hasPort ? $"(http.host {Pattern(host[..colon])}{And}net.dst.port == {host[(colon + 1)..]})" : $"http.host {Pattern(host)}";
    }

    private static string Pattern(string name) => name switch
    {
        ['*', .. var rest] => $"=^ {Quote(rest)}",
        [.. var rest, '*'] => $"^= {Quote(rest)}",
        _ => $"== {Quote(name)}",
    };

    // Rust's way to name a group works in both dialects.
    private static string Path(string path) => path.StartsWith('~')
        ? $"http.path ~ {Quote("^" + path[1..].Replace("?<", "?P<", StringComparison.Ordinal))}"
        : $"http.path ^= {Quote(path)}";

    private static string Header(string name, IReadOnlyList<string> values)
    {
        string field = $"any(lower(http.headers.{Lower(name).Replace('-', '_')}))";
        IEnumerable<string> each = values.Select(value =>
            value.StartsWith("~*", StringComparison.Ordinal) ? $"{field} ~ {Quote(Lower(value[2..]))}" : $"{field} == {Quote(Lower(value))}");
        return $"({string.Join(Or, each)})";
    }

    private static string? Addresses(string side, IReadOnlyList<RouteAddress>? addresses) => OneOf(addresses, address =>
    {
        string? ip = address.Ip is null ? null : $"{side}.ip {Ip(address.Ip)}";
        string? port = address.Port is { } number ? $"{side}.port == {number.ToString(CultureInfo.InvariantCulture)}" : null;
        return ip is not null && port is not null ? $"({ip}{And}{port})" : ip ?? port ?? string.Empty;
    });

    private static string Ip(string ip)
    {
        int slash = ip.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? $"== {ip}" : $"in {Masked(ip[..slash], ip[(slash + 1)..])}/{ip[(slash + 1)..]}";
    }

    // Kong puts zeros behind the prefix of an IPv4 block, but not behind one of no bits; IPv6 blocks stay as they are.
    private static string Masked(string address, string length)
    {
        if (!IPAddress.TryParse(address, out IPAddress? parsed) || parsed.AddressFamily != AddressFamily.InterNetwork
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) || bits is 0 or > 32)
        {
            return address;
        }

        byte[] bytes = parsed.GetAddressBytes();
        for (int bit = bits; bit < 32; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes).ToString();
    }

    private static string? OneOf<T>(IReadOnlyList<T>? values, Func<T, string> write) =>
        values is { Count: > 0 } ? $"({string.Join(Or, values.Select(write))})" : null;

    private static string Quote(string value) => value.Contains("\"#", StringComparison.Ordinal)
        ? $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : $"r#\"{value}\"#";

    // ASCII only, like Lua's.
    private static string Lower(string value) => string.Concat(value.Select(each => char.IsAsciiLetterUpper(each) ? (char)(each | 0x20) : each));
}
