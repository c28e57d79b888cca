using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace KongLite.Plugins.Shared.Delivery;

/// <summary>Sends entries over TCP, a line each, and keeps the connection for the next ones.</summary>
/// <param name="server">The server.</param>
#pragma warning disable CA1001 // Entries may still be under way when the last plugin lets go: the connection is left to the garbage collector.
internal sealed class TcpDelivery(TcpServer server) : IDelivery
#pragma warning restore CA1001
{
    private Socket? _socket;
    private Stream? _stream;
    private long _lastUse;

    /// <inheritdoc/>
    public string Target => $"tcp://{server.Host}:{server.Port}";

    /// <inheritdoc/>
    public async ValueTask<string?> SendAsync(IReadOnlyList<byte[]> batch, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(server.Timeout);
        try
        {
            Stream stream = IsUsable() ? _stream! : await ConnectAsync(bound.Token);
            using var lines = new MemoryStream();
            foreach (byte[] entry in batch)
            {
                lines.Write(entry);
                lines.WriteByte((byte)'\n');
            }

            await stream.WriteAsync(lines.GetBuffer().AsMemory(0, (int)lines.Length), bound.Token);
            _lastUse = Environment.TickCount64;
            return null;
        }
        catch (OperationCanceledException)
        {
            Close();
            return "timeout";
        }
        catch (Exception error) when (error is SocketException or IOException or AuthenticationException)
        {
            Close();
            return error.Message;
        }
    }

    // A server that closed the connection leaves its end to be read; what is written then would be lost without a word.
    private bool IsUsable() => _socket is { Connected: true } socket && Environment.TickCount64 - _lastUse < server.Keepalive.TotalMilliseconds
        && !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        Close();
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(server.Host, server.Port, cancellationToken);
        _stream = new NetworkStream(_socket, ownsSocket: true);
        if (server.IsTls)
        {
            var tls = new SslStream(_stream);
            _stream = tls;
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = server.ServerName ?? string.Empty,
#pragma warning disable CA5359 // Kong does not check who the log server is.
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
            };
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
        }

        return _stream;
    }

    private void Close()
    {
        _stream?.Dispose();
        _socket?.Dispose();
        (_stream, _socket) = (null, null);
    }
}
