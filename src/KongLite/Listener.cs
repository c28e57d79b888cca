using System.Net;
using System.Net.Sockets;
using KongLite.Settings;

namespace KongLite;

/// <summary>A bound address.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Address">The address as the settings say it.</param>
/// <param name="EndPoint">The address as it is bound, with the port that the system chose for port 0.</param>
/// <param name="Socket">The socket; Kestrel owns it once it listens.</param>
internal sealed record Listener(ListenerKind Kind, ListenAddress Address, IPEndPoint EndPoint, Socket Socket)
{
    /// <summary>The address as a client on the same machine calls it.</summary>
    public Uri Uri
    {
        get
        {
            IPAddress host = EndPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
                : EndPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
                : EndPoint.Address;
            return new Uri($"{(Address.Ssl ? "https" : "http")}://{new IPEndPoint(host, EndPoint.Port)}");
        }
    }
}
