using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace KongLite.Benchmarks.Compare;

/// <summary>
/// GET requests over keep-alive connections, one at a time each: raw sockets, because the generator shares the machine with what it measures.
/// </summary>
internal static class LoadGenerator
{
    /// <summary>Asks for a while and prints the requests per second as the only line.</summary>
    /// <returns>Exit code: 0, or 1 when an answer was not 200.</returns>
    public static async Task<int> RunAsync(Uri uri, int connections, TimeSpan duration)
    {
        byte[] request = Encoding.ASCII.GetBytes($"GET {uri.PathAndQuery} HTTP/1.1\r\nHost: {uri.Authority}\r\n\r\n");
        using var end = new CancellationTokenSource(duration);
        long started = Stopwatch.GetTimestamp();
        long[] counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => AskAsync(uri, request, end.Token)));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (counts.Contains(-1))
        {
            await Console.Error.WriteLineAsync($"{uri} did not answer 200");
            return 1;
        }

        Console.WriteLine((counts.Sum() / seconds).ToString("F0", CultureInfo.InvariantCulture));
        return 0;
    }

    private static async Task<long> AskAsync(Uri uri, byte[] request, CancellationToken end)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(uri.Host, uri.Port, CancellationToken.None);
        byte[] buffer = new byte[16 * 1024];
        long count = 0;
        while (!end.IsCancellationRequested)
        {
            await socket.SendAsync(request, SocketFlags.None, CancellationToken.None);
            int filled = 0;
            int length = 0;
            while (length == 0 || filled < length)
            {
                int read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, CancellationToken.None);
                filled += read;
                length = length > 0 ? length : LengthOf(buffer.AsSpan(0, filled));
                if (read == 0 || length < 0)
                {
                    return -1;
                }
            }

            count++;
        }

        return count;
    }

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
