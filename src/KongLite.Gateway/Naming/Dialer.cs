using System.Net;
using System.Net.Sockets;

namespace KongLite.Gateway.Naming;

/// <summary>Opens connections to hosts by name or address. A name with several addresses is tried at each, every time beginning with another.</summary>
internal sealed class Dialer(INameResolver resolver)
{
    private uint _turn;

    /// <summary>Opens a connection for <see cref="SocketsHttpHandler"/>.</summary>
    public async ValueTask<Stream> DialAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint host = context.DnsEndPoint;
        if (IPAddress.TryParse(host.Host, out IPAddress? ip))
        {
            return await ConnectAsync(new IPEndPoint(ip, host.Port), cancellationToken);
        }

        ResolvedName name = await resolver.ResolveAsync(host.Host, cancellationToken);
        int count = name.Addresses.Count;
        if (count == 0)
        {
            throw new NameResolutionException(host.Host, name.Error);
        }

        uint turn = Interlocked.Increment(ref _turn);
        for (int i = 0; ; i++)
        {
            ResolvedAddress address = name.Addresses[(int)((turn + i) % count)];
            try
            {
                return await ConnectAsync(new IPEndPoint(address.Ip, address.Port ?? host.Port), cancellationToken);
            }
            catch (SocketException) when (i + 1 < count)
            {
            }
        }
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
