using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KongLite.Gateway.Balancing;

/// <summary>One address that an upstream can send a request to.</summary>
/// <param name="Index">Its place in the <see cref="PeerSet"/>.</param>
/// <param name="Ip">The address.</param>
/// <param name="Port">The port.</param>
/// <param name="Name">The name that goes into <c>Host</c>: the target's, or what its SRV record points to; an address when the target is one.</param>
/// <param name="Weight">Its share of requests; 0: none.</param>
/// <param name="State">What is known of it.</param>
internal sealed record Peer(int Index, IPAddress Ip, int Port, string Name, int Weight, AddressState State)
{
    /// <summary>The address as it stands in a URL.</summary>
    public string Host { get; } = Ip.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Ip}]" : Ip.ToString();

    /// <summary>Address and port.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
