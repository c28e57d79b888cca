using System.Net;
using System.Net.Sockets;

namespace KongLite.Benchmarks;

/// <summary>An upstream that gives one fixed answer and allocates nothing for it: what a request costs is then the gateway's.</summary>
internal sealed class SocketUpstream : IAsyncDisposable
{
    private static readonly byte[] Answer =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"u8.ToArray();

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    public SocketUpstream()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptAsync(_stopping.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        byte[] buffer = new byte[16 * 1024];
        int read = 0;
        try
        {
            while (await connection.ReceiveAsync(buffer.AsMemory(read), _stopping.Token) is > 0 and var more)
            {
                read += more;
                if (buffer.AsSpan(0, read).EndsWith("\r\n\r\n"u8))
                {
                    read = 0;
                    await connection.SendAsync(Answer, _stopping.Token);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // The gateway closed the connection, or the test is over.
        }
        finally
        {
            connection.Dispose();
        }
    }
}
