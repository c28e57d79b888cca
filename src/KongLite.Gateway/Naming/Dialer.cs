using System.Net;
using System.Net.Sockets;

namespace KongLite.Gateway.Naming;

/// <summary>Opens connections. Names have been looked up before: what still comes here as a name had no address a moment ago.</summary>
internal sealed class Dialer(INameResolver resolver)
{
    /// <summary>Opens a connection for <see cref="SocketsHttpHandler"/>.</summary>
    /// <exception cref="NameResolutionException">The host is a name without an address.</exception>
    public async ValueTask<Stream> DialAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint host = context.DnsEndPoint;
        if (IPAddress.TryParse(host.Host, out IPAddress? ip))
        {
            return await ConnectAsync(new IPEndPoint(ip, host.Port), cancellationToken);
        }

        ResolvedName name = await resolver.ResolveAsync(host.Host, cancellationToken);
        return name.Addresses is [var first, ..]
            ? await ConnectAsync(new IPEndPoint(first.Ip, first.Port ?? host.Port), cancellationToken)
            : throw new NameResolutionException(host.Host, name.Error);
    }

    private static async ValueTask<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
