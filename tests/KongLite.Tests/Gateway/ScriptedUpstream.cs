using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using KongLite.Gateway.Tls;

namespace KongLite.Tests.Gateway;

/// <summary>A service that does with each connection, byte by byte, what a test tells it to.</summary>
internal sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly Task _running;
    private int _count;

    private ScriptedUpstream(string scheme, Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        Url = $"{scheme}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _running = AcceptAsync();
    }

    public string Url { get; }

    /// <summary>Connections so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>A service without TLS.</summary>
    public static ScriptedUpstream Start(Func<Stream, CancellationToken, Task> serve) => new("http", serve);

    /// <summary>A service with TLS.</summary>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="serve">What it does behind the handshake.</param>
    /// <param name="before">What it does before the handshake; null: nothing.</param>
    public static ScriptedUpstream StartTls(TlsCertificate certificate, Func<Stream, CancellationToken, Task> serve, Func<CancellationToken, Task>? before = null) =>
        new("https", async (connection, stop) =>
        {
            await (before?.Invoke(stop) ?? Task.CompletedTask);
            await using var tls = new SslStream(connection);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Context }, stop);
            await serve(tls, stop);
        });

    /// <summary>Reads the head of a request.</summary>
    public static async Task<string> HeadAsync(Stream connection, CancellationToken stop)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await connection.ReadExactlyAsync(one, stop);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <summary>Sends a text.</summary>
    public static Task SendAsync(Stream connection, string text, CancellationToken stop) =>
        connection.WriteAsync(Encoding.Latin1.GetBytes(text), stop).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped, perhaps between two clients.
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient owned = client;
        Interlocked.Increment(ref _count);
        try
        {
            await _serve(client.GetStream(), _stop.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // Stopped, or the gateway has gone.
        }
    }
}
