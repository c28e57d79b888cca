using System.Net;
using KongLite.Gateway.Wire;
using KongLite.Sdk.Exchanges;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Pipeline;

/// <summary>Whose word about the client counts (<c>trusted_ips</c>), and what it says (nginx: the realip module).</summary>
internal sealed class TrustedPeers
{
    private readonly IPNetwork[] _networks;
    private readonly string _header;
    private readonly bool _recursive;

    /// <summary>The peers of the settings.</summary>
    /// <exception cref="FormatException">An element is neither an address nor a block.</exception>
    public TrustedPeers(GatewayOptions options)
    {
        // nginx also takes "unix:", of which there are no peers here.
        _networks = [.. options.TrustedIps.Where(each => each != "unix:").Select(Parse)];
        _header = options.RealIpHeader;
        _recursive = options.RealIpRecursive;
    }

    /// <summary>Whether an address is one of them.</summary>
    public bool Contains(IPAddress address)
    {
        foreach (IPNetwork network in _networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes whether the peer is trusted, and if so, where it says the client is.</summary>
    public void Introduce(Exchange exchange)
    {
        if (_networks.Length == 0 || !Contains(Client.PeerOf(exchange.Http)))
        {
            return;
        }

        exchange.PeerIsTrusted = true;
        if (_header == ProxyProtocol.RealIpHeader)
        {
            exchange.RealEndPoint = exchange.Http.Features.Get<ProxyProtocolHeader>()?.Source;
        }
        else if (exchange.Http.Request.Headers.TryGetValue(_header, out StringValues values) && values.Count > 0)
        {
            exchange.RealEndPoint = RealEndPoint(values);
        }
    }

    private IPEndPoint? RealEndPoint(StringValues values)
    {
        if (!_header.Equals("X-Forwarded-For", StringComparison.OrdinalIgnoreCase))
        {
            return TryParse(values[^1], out IPEndPoint? only) ? only : null;
        }

        IPEndPoint? found = null;
        string[] addresses = string.Join(',', values.ToArray()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (int i = addresses.Length - 1; i >= 0; i--)
        {
            if (!TryParse(addresses[i], out IPEndPoint? address))
            {
                break;
            }

            found = address;
            if (!_recursive || !Contains(address.Address))
            {
                break;
            }
        }

        return found;
    }

    // With a port or without: "1.2.3.4:5678", "[::1]:80", "::1".
    private static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPEndPoint? endPoint) =>
        IPEndPoint.TryParse(text.AsSpan().Trim(), out endPoint);

    private static IPNetwork Parse(string text) => text.Contains('/', StringComparison.Ordinal)
        ? Network(text)
        : new IPNetwork(IPAddress.Parse(text), IPAddress.Parse(text).AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128);

    // 10.0.0.5/8 is fine for nginx; IPNetwork wants the bits of the host to be zero.
    private static IPNetwork Network(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        byte[] bytes = IPAddress.Parse(text[..slash]).GetAddressBytes();
        int length = int.Parse(text[(slash + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
        for (int bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), length);
    }
}
