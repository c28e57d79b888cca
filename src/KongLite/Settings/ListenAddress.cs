using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KongLite.Settings;

/// <summary>One address of a <c>_listen</c> property, in Kong's notation.</summary>
/// <param name="Host">IP address, IPv6 without brackets, or a host name.</param>
/// <param name="Port">Port; 0: any free one.</param>
/// <param name="Flags">The flags as written.</param>
internal sealed partial record ListenAddress(string Host, int Port, IReadOnlyList<string> Flags)
{
    /// <summary>Kong's text of a wrong value, behind the property's name.</summary>
    public const string Usage =
        "must be of form: [off] | <ip>:<port> [ssl] [http2] [proxy_protocol] [deferred] [bind] [reuseport] [backlog=%d+] [ipv6only=on] "
        + "[ipv6only=off] [so_keepalive=on] [so_keepalive=off] [so_keepalive=%w*:%w*:%d*], [... next entry ...]";

    // The keys that GET / shows; the patterns are part of them.
    private static readonly (string Key, Regex Pattern)[] KnownFlags =
    [
        ("ssl", new("^ssl$")),
        ("http2", new("^http2$")),
        ("proxy_protocol", new("^proxy_protocol$")),
        ("deferred", new("^deferred$")),
        ("bind", new("^bind$")),
        ("reuseport", new("^reuseport$")),
        ("backlog=%d+", new("^backlog=[0-9]+$")),
        ("ipv6only=on", new("^ipv6only=on$")),
        ("ipv6only=off", new("^ipv6only=off$")),
        ("so_keepalive=on", new("^so_keepalive=on$")),
        ("so_keepalive=off", new("^so_keepalive=off$")),
        ("so_keepalive=%w*:%w*:%d*", new("^so_keepalive=[0-9A-Za-z]*:[0-9A-Za-z]*:[0-9]*$")),
    ];

    /// <summary>Whether TLS is spoken.</summary>
    public bool Ssl => Flags.Contains("ssl");

    /// <summary>Whether HTTP/2 is spoken besides HTTP/1.1.</summary>
    public bool Http2 => Flags.Contains("http2");

    /// <summary>Whether connections begin with a PROXY line.</summary>
    public bool ProxyProtocol => Flags.Contains("proxy_protocol");

    /// <summary>Whether an IPv6 address leaves IPv4 alone; it does unless told otherwise.</summary>
    public bool Ipv6Only => !Flags.Contains("ipv6only=off");

    /// <summary>How many connections may wait to be accepted. Null: up to the node.</summary>
    public int? Backlog => Flags.FirstOrDefault(flag => flag.StartsWith("backlog=", StringComparison.Ordinal)) is { } flag
        && int.TryParse(flag.AsSpan("backlog=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int backlog) ? backlog : null;

    /// <summary>The addresses of a property; empty for <c>off</c>. Null: one of them is wrong, or there is none.</summary>
    public static IReadOnlyList<ListenAddress>? ParseAll(IReadOnlyList<string> entries)
    {
        if (entries is ["off", ..])
        {
            return [];
        }

        var addresses = new List<ListenAddress>();
        foreach (string entry in entries)
        {
            if (Parse(entry) is not { } address)
            {
                return null;
            }

            addresses.Add(address);
        }

        return addresses.Count == 0 ? null : addresses;
    }

    /// <summary>How <c>GET /</c> shows the address.</summary>
    public JsonObject ToJson()
    {
        string host = Host.Contains(':') ? $"[{Host}]" : Host;
        IEnumerable<string> shown = Flags.Where(flag => flag != "http2").Prepend(string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}"));
        var json = new JsonObject { ["listener"] = string.Join(' ', shown), ["ip"] = host, ["port"] = Port };
        foreach ((string key, Regex pattern) in KnownFlags)
        {
            string? given = Flags.FirstOrDefault(pattern.IsMatch);
            json[given ?? key] = given is not null;
        }

        return json;
    }

    private static ListenAddress? Parse(string entry)
    {
        string[] words = entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string[] flags = [.. words.Where(word => KnownFlags.Any(flag => flag.Pattern.IsMatch(word)))];
        string[] others = [.. words.Except(flags)];
        if (others is not [string endpoint] || EndpointForm().Match(endpoint) is not { Success: true } match)
        {
            return null;
        }

        string host = match.Groups["host"].Value;
        bool bracketed = host.StartsWith('[');
        host = bracketed ? host[1..^1] : host;
        bool fits = bracketed || host.Contains(':') || NumbersOnly().IsMatch(host)
            ? IPAddress.TryParse(host, out IPAddress? ip) && (bracketed || ip.ToString() == host)
            : Uri.CheckHostName(host) == UriHostNameType.Dns;
        return fits && int.TryParse(match.Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535
            ? new ListenAddress(host, port, flags)
            : null;
    }

    [GeneratedRegex(@"^(?<host>\[[^\]]+\]|[^:]+):(?<port>[0-9]{1,5})$")]
    private static partial Regex EndpointForm();

    [GeneratedRegex(@"^[0-9.]+$")]
    private static partial Regex NumbersOnly();
}
