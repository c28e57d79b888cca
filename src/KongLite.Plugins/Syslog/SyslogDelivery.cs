using System.Net.Sockets;
using KongLite.Plugins.Shared.Delivery;

namespace KongLite.Plugins.Syslog;

/// <summary>Hands messages to the system's log, a datagram each.</summary>
/// <param name="log">Where it listens.</param>
internal sealed class SyslogDelivery(SyslogSocket log) : IDelivery
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Target => log.Path;

    /// <inheritdoc/>
    public async ValueTask<string?> SendAsync(IReadOnlyList<byte[]> batch, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Timeout);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(log.Path), bound.Token);
            foreach (byte[] message in batch)
            {
                await socket.SendAsync(message, bound.Token);
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            return "timeout";
        }
        catch (SocketException error)
        {
            return error.Message;
        }
    }
}
