using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KongLite.Tests.Gateway;

/// <summary>A service that answers each connection's first request with given bytes and hangs up, unless it is to keep the connection.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _count;

    public RawUpstream(params string[] answers)
    {
        _listener.Start();
        _running = ServeAsync(answers);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Whether it waits for another request on the same connection, which it answers in the same way.</summary>
    public bool KeepsOpen { get; init; }

    /// <summary>Connections so far.</summary>
    public int Count => Volatile.Read(ref _count);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task ServeAsync(string[] answers)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                string answer = answers[Math.Min(_count, answers.Length - 1)];
                Interlocked.Increment(ref _count);
                NetworkStream stream = client.GetStream();
                byte[] buffer = new byte[64 * 1024];
                while (await stream.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, _stop.Token) > 0)
                {
                    await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), _stop.Token);
                    if (!KeepsOpen)
                    {
                        break;
                    }
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException or InvalidOperationException)
        {
            // Stopped.
        }
    }
}
