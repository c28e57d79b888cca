using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace KongLite.Benchmarks.Capacity;

/// <summary>A keep-alive connection for GET requests, one at a time: a raw socket, because it shares the machine with what is measured.</summary>
internal sealed class KeepAliveClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;

    private KeepAliveClient(Uri uri) => _request = Encoding.ASCII.GetBytes($"GET {uri.PathAndQuery} HTTP/1.1\r\nHost: {uri.Authority}\r\n\r\n");

    /// <summary>Connects.</summary>
    public static async Task<KeepAliveClient> OpenAsync(Uri uri)
    {
        var client = new KeepAliveClient(uri);
        try
        {
            await client._socket.ConnectAsync(uri.Host, uri.Port);
            return client;
        }
        catch (SocketException)
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Asks once.</summary>
    /// <param name="buffer">Room for the answer.</param>
    /// <returns>Whether the answer was a whole 200.</returns>
    public async ValueTask<bool> AskAsync(byte[] buffer)
    {
        await _socket.SendAsync(_request, SocketFlags.None);
        int filled = 0;
        int length = 0;
        while (length == 0 || filled < length)
        {
            int read = await _socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None);
            filled += read;
            length = length > 0 ? length : LengthOf(buffer.AsSpan(0, filled));
            if (read == 0 || length < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Sends a part of the request, from an index on, one byte long.</summary>
    /// <returns>False: all but the last byte have been sent.</returns>
    public async ValueTask<bool> TrickleAsync(int index)
    {
        if (index >= _request.Length - 1)
        {
            return false;
        }

        await _socket.SendAsync(_request.AsMemory(index, 1), SocketFlags.None);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Length of the answer whose beginning is there; 0: not known yet, -1: it is not a 200 with a Content-Length.</summary>
    private static int LengthOf(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return 0;
        }

        int field = answer[..head].IndexOf("\r\nContent-Length: "u8);
        return answer.StartsWith("HTTP/1.1 200"u8) && field >= 0
            && Utf8Parser.TryParse(answer[(field + "\r\nContent-Length: "u8.Length)..], out int body, out _) ? head + 4 + body : -1;
    }
}
