using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KongLite.Tests.Plugins.AwsLambda;

/// <summary>A forward proxy that opens tunnels to one place, whatever it is asked for, or refuses with a status.</summary>
internal sealed class TunnelProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    public TunnelProxy(int target, string status = "200 Connection established")
    {
        _listener.Start();
        _loop = AcceptAsync(target, status);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The header of the latest CONNECT.</summary>
    public string Request { get; private set; } = string.Empty;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _loop;
        _end.Dispose();
    }

    private async Task AcceptAsync(int target, string status)
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                await ServeAsync(client.GetStream(), target, status);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(NetworkStream near, int target, string status)
    {
        byte[] buffer = new byte[4096];
        int read = await near.ReadAsync(buffer, _end.Token);
        Request = Encoding.ASCII.GetString(buffer, 0, read);
        await near.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nX-Proxy: 1\r\n\r\n"), _end.Token);
        if (status.StartsWith('2'))
        {
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, target, _end.Token);
            NetworkStream far = server.GetStream();
            await Task.WhenAny(near.CopyToAsync(far, _end.Token), far.CopyToAsync(near, _end.Token));
        }
    }
}
