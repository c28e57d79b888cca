using System.Globalization;
using System.Net;
using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Routing;

/// <summary>One of a route's sources or destinations: an address or a block, a port, or both.</summary>
internal sealed class AddressCondition
{
    private readonly IPNetwork? _network;
    private readonly int? _port;

    /// <summary>Compiles it.</summary>
    /// <exception cref="FormatException">The address is none; the schema lets none through.</exception>
    public AddressCondition(RouteAddress address)
    {
        _network = address.Ip is { } ip ? Network(ip) : null;
        _port = address.Port;
    }

    /// <summary>Whether an end of a connection is this.</summary>
    public bool IsMet(IPAddress? address, int port) =>
        (_network is not { } network || (address is not null && network.Contains(address))) && (_port is null || _port == port);

    private static IPNetwork Network(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        IPAddress address = IPAddress.Parse(slash < 0 ? text : text[..slash]);
        int length = slash < 0
            ? address.GetAddressBytes().Length * 8
            : int.Parse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return new IPNetwork(address, length);
    }
}
