using System.Globalization;
using System.Net;

namespace KongLite.Gateway.Balancing;

/// <summary>A target's address, taken apart: <c>name:port</c>, <c>1.2.3.4:port</c> or <c>[::1]:port</c>.</summary>
/// <param name="Host">The name or address as it is written, an IPv6 address with its brackets.</param>
/// <param name="Port">The port.</param>
/// <param name="Ip">The address; null: the host is a name.</param>
internal readonly record struct TargetAddress(string Host, int Port, IPAddress? Ip)
{
    /// <summary>Reads the stored text, which always has a port.</summary>
    public static TargetAddress Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        // A row that some other program wrote may lack the port.
        if (colon < 0 || text.EndsWith(']') || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port))
        {
            (colon, port) = (text.Length, Sdk.Schema.Typedefs.TargetAddress.DefaultPort);
        }

        string host = text[..colon];
        return new TargetAddress(host, port, IPAddress.TryParse(host, out IPAddress? ip) ? ip : null);
    }
}
