using System.Net.Sockets;

namespace KongLite.Plugins.Shared.Delivery;

/// <summary>Sends entries over UDP, a datagram each.</summary>
/// <param name="host">The host; its address is looked up for each batch.</param>
/// <param name="port">The port.</param>
/// <param name="timeout">How long a batch may take.</param>
internal sealed class UdpDelivery(string host, int port, TimeSpan timeout) : IDelivery
{
    /// <inheritdoc/>
    public string Target => $"udp://{host}:{port}";

    /// <inheritdoc/>
    public async ValueTask<string?> SendAsync(IReadOnlyList<byte[]> batch, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(timeout);
        string? failure = null;
        try
        {
            using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(host, port, bound.Token);
            foreach (byte[] datagram in batch)
            {
                failure = await SendAsync(socket, datagram, bound.Token) ?? failure;
            }
        }
        catch (OperationCanceledException)
        {
            failure = "timeout";
        }
        catch (SocketException error)
        {
            failure = error.Message;
        }

        return failure;
    }

    // An entry that no datagram holds, or the refusal of an earlier one, must not cost those that follow.
    private static async ValueTask<string?> SendAsync(Socket socket, byte[] datagram, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(datagram, cancellationToken);
            return null;
        }
        catch (SocketException error)
        {
            return error.Message;
        }
    }
}
