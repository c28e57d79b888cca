using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KongLite.Tests.Plugins.AwsLambda;

/// <summary>A server that answers each request with given bytes, or hangs up.</summary>
internal sealed class RawEndpoint : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<int, int, string> _answer;
    private readonly Task _loop;
    private int _connections;

    /// <param name="answer">Of the connection's number and the request's on it, both from 1: the whole answer; empty: hang up.</param>
    public RawEndpoint(Func<int, int, string> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _loop;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token), Interlocked.Increment(ref _connections)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client, int connection)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                for (int request = 1; await ReadAsync(stream); request++)
                {
                    string answer = _answer(connection, request);
                    if (answer.Length == 0)
                    {
                        return;
                    }

                    await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _end.Token);
                    if (!answer.Contains("Content-Length: 2\r\n", StringComparison.Ordinal))
                    {
                        return;
                    }
                }
            }
            catch (Exception error) when (error is OperationCanceledException or IOException)
            {
                // The test is over, or the gateway hung up.
            }
        }
    }

    // Every payload here is {}, so that two bytes follow the header.
    private async Task<bool> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n{}", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer, _end.Token);
            if (read == 0)
            {
                return false;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        lock (Requests)
        {
            Requests.Add(text.ToString());
        }

        return true;
    }
}
