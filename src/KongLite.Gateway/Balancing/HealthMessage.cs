using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KongLite.Sdk.Storage;

namespace KongLite.Gateway.Balancing;

/// <summary>A health that was set by hand, as Kong's nodes tell each other: <c>host|ip|port|1 or 0|upstream id|upstream name</c>.</summary>
/// <param name="Host">The target's name or address, without port.</param>
/// <param name="Ip">The address it is about; null: all addresses of the target.</param>
/// <param name="Port">Port of the address, or of the target where there is none.</param>
/// <param name="IsHealthy">The health.</param>
/// <param name="UpstreamId">Id of the upstream.</param>
/// <param name="UpstreamName">Its name.</param>
internal sealed record HealthMessage(string Host, IPAddress? Ip, int Port, bool IsHealthy, Guid UpstreamId, string UpstreamName)
{
    /// <summary>Channel of <see cref="IClusterEvents"/>.</summary>
    public const string Channel = "balancer:post_health";

    private const int Parts = 6;

    /// <summary>Reads a message.</summary>
    /// <returns>Null: it is no such message.</returns>
    public static HealthMessage? Parse(string data)
    {
        string[] parts = data.Split('|', Parts);
        if (parts is not [{ Length: > 0 } host, string ip, string port, "1" or "0", string id, string name]
            || !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number)
            || !Guid.TryParseExact(id, "D", out Guid upstream))
        {
            return null;
        }

        IPAddress? address = null;
        return ip.Length == 0 || IPAddress.TryParse(ip, out address) ? new HealthMessage(host, address, number, parts[3] == "1", upstream, name) : null;
    }

    /// <summary>Whether this is about an address of a target.</summary>
    public bool IsAbout(TargetAddress target, Peer peer) =>
        IsOf(target) && (Ip is null ? target.Port == Port : peer.Port == Port && peer.Ip.Equals(Ip));

    /// <summary>The message as it is sent.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Host}|{AddressText()}|{Port}|{(IsHealthy ? 1 : 0)}|{UpstreamId:D}|{UpstreamName}");

    private bool IsOf(TargetAddress target) => target.Ip is { } ip
        ? IPAddress.TryParse(Host, out IPAddress? own) && ip.Equals(own)
        : string.Equals(target.Host, Host, StringComparison.OrdinalIgnoreCase);

    // Kong writes an IPv6 address out in full, as in the target's row but without the brackets.
    private string AddressText() => Ip switch
    {
        null => string.Empty,
        { AddressFamily: AddressFamily.InterNetworkV6 } => TargetAddress.Parse(Sdk.Schema.Typedefs.TargetAddress.Normalize($"[{Ip}]")!).Host[1..^1],
        _ => Ip.ToString(),
    };
}
