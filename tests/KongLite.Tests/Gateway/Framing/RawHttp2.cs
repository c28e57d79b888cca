using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KongLite.Tests.Gateway.Framing;

/// <summary>An HTTP/2 client that sends what it is told to, allowed or not.</summary>
internal sealed class RawHttp2 : IDisposable
{
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const byte GoAway = 7;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;
    private readonly TcpClient _client = new();
    private NetworkStream? _stream;

    /// <summary>Sends one request and tells what became of it: its status, <c>reset</c> or <c>closed</c>.</summary>
    /// <param name="port">The listener's port.</param>
    /// <param name="fields">The header fields, in order.</param>
    /// <param name="body">The body; null: the request ends with its headers.</param>
    /// <param name="trailers">Fields behind the body; null: none.</param>
    public async Task<string> SendAsync(int port, IEnumerable<(string Name, string Value)> fields, string? body = null, IEnumerable<(string Name, string Value)>? trailers = null)
    {
        await _client.ConnectAsync(IPAddress.Loopback, port);
        _stream = _client.GetStream();
        await _stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await WriteAsync(Settings, 0, 0, []);
        await WriteAsync(Headers, (byte)(EndHeaders | (body is null ? EndStream : 0)), 1, Block(fields));
        try
        {
            if (body is not null)
            {
                await WriteAsync(Data, trailers is null ? EndStream : (byte)0, 1, Encoding.Latin1.GetBytes(body));
            }

            if (trailers is not null)
            {
                await WriteAsync(Headers, EndHeaders | EndStream, 1, Block(trailers));
            }

            return await OutcomeAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (IOException)
        {
            return "closed";
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> OutcomeAsync()
    {
        byte[] head = new byte[9];
        while (await _stream!.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            byte[] payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await _stream.ReadExactlyAsync(payload);
            switch (head[3])
            {
                case Headers:
                    return Status(payload);
                case Reset:
                    return "reset";
                case GoAway:
                    return "closed";
                default:
                    break;
            }
        }

        return "closed";
    }

    // The first field is the status: by its index, or as a literal of three digits.
    private static string Status(byte[] block)
    {
        string[] indexed = ["200", "204", "206", "304", "400", "404", "500"];
        int at = block[0] is >= 0x20 and < 0x40 ? 1 : 0;
        return block[at] is >= 0x88 and <= 0x8e ? indexed[block[at] - 0x88] : Encoding.ASCII.GetString(block, at + 2, 3);
    }

    private static byte[] Block(IEnumerable<(string Name, string Value)> fields)
    {
        var block = new List<byte>();
        foreach ((string name, string value) in fields)
        {
            // A literal with a new name, not indexed; no text here has more than 126 bytes.
            block.Add(0);
            foreach (byte[] text in new[] { Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value) })
            {
                block.Add((byte)text.Length);
                block.AddRange(text);
            }
        }

        return [.. block];
    }

    private async Task WriteAsync(byte type, byte flags, int stream, byte[] payload)
    {
        byte[] frame = new byte[9 + payload.Length];
        frame[0] = (byte)(payload.Length >> 16);
        frame[1] = (byte)(payload.Length >> 8);
        frame[2] = (byte)payload.Length;
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        await _stream!.WriteAsync(frame);
    }
}
