using System.Globalization;
using System.Text;

namespace KongLite.Tests.Gateway.Framing;

/// <summary>A message as it came over the wire.</summary>
/// <param name="Head">Request line and headers, without the empty line.</param>
/// <param name="Body">The body's bytes, without chunks.</param>
/// <param name="Trailers">What stood behind the last chunk.</param>
internal sealed record WireMessage(string Head, string Body, string Trailers)
{
    /// <summary>All values of a header.</summary>
    public string[] Lines(string name) =>
        [.. Head.Split("\r\n")[1..].Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];
}

/// <summary>
/// A service that reads HTTP/1.1 by the letter and takes nothing that can be read in two ways: what it cannot read it remembers in
/// <see cref="Errors"/>. It answers each request with <c>ok</c>, in order and on the same connection.
/// </summary>
internal sealed class RecordingUpstream : IAsyncDisposable
{
    private readonly List<WireMessage> _messages = [];
    private readonly List<string> _errors = [];
    private readonly ScriptedUpstream _service;

    public RecordingUpstream() => _service = ScriptedUpstream.Start(ServeAsync);

    public string Url => _service.Url;

    public IReadOnlyList<WireMessage> Messages
    {
        get
        {
            lock (_messages)
            {
                return [.. _messages];
            }
        }
    }

    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_messages)
            {
                return [.. _errors];
            }
        }
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private async Task ServeAsync(Stream stream, CancellationToken stop)
    {
        try
        {
            while (await ReadAsync(stream, stop) is { } message)
            {
                lock (_messages)
                {
                    _messages.Add(message);
                }

                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), stop);
            }
        }
        catch (FormatException error)
        {
            lock (_messages)
            {
                _errors.Add(error.Message);
            }
        }
    }

    private static async Task<WireMessage?> ReadAsync(Stream stream, CancellationToken stop)
    {
        string? line = await LineAsync(stream, stop, mayEnd: true);
        if (line is null)
        {
            return null;
        }

        var head = new List<string>();
        for (; line!.Length > 0; line = await LineAsync(stream, stop))
        {
            head.Add(line);
        }

        var message = new WireMessage(string.Join("\r\n", head), string.Empty, string.Empty);
        string[] lengths = message.Lines("Content-Length");
        string[] codings = message.Lines("Transfer-Encoding");
        if (lengths.Length + codings.Length > 1 || head.Skip(1).Any(each => each[0] is ' ' or '\t' || !each.Contains(':', StringComparison.Ordinal))
            || head[0].Split(' ').Length != 3 || message.Lines("Host").Length != 1)
        {
            throw new FormatException(message.Head);
        }

        if (codings.Length == 1)
        {
            return codings[0] == "chunked" ? await ChunksAsync(stream, message, stop) : throw new FormatException(message.Head);
        }

        return lengths.Length == 0
            ? message
            : message with { Body = await BytesAsync(stream, int.Parse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture), stop) };
    }

    private static async Task<WireMessage> ChunksAsync(Stream stream, WireMessage message, CancellationToken stop)
    {
        var body = new StringBuilder();
        while (int.Parse((await LineAsync(stream, stop))!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            body.Append(await BytesAsync(stream, size, stop));
            if (await LineAsync(stream, stop) is not "")
            {
                throw new FormatException("no line end behind a chunk");
            }
        }

        var trailers = new List<string>();
        while (await LineAsync(stream, stop) is { Length: > 0 } trailer)
        {
            trailers.Add(trailer);
        }

        return message with { Body = body.ToString(), Trailers = string.Join("\r\n", trailers) };
    }

    private static async Task<string?> LineAsync(Stream stream, CancellationToken stop, bool mayEnd = false)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (true)
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return mayEnd && line.Length == 0 ? null : throw new FormatException($"ended in {line}");
            }

            line.Append((char)one[0]);
            if (one[0] == '\n')
            {
                return line.Length >= 2 && line[^2] == '\r' && !line.ToString(0, line.Length - 2).AsSpan().ContainsAny('\r', '\0')
                    ? line.ToString(0, line.Length - 2)
                    : throw new FormatException(line.ToString());
            }
        }
    }

    private static async Task<string> BytesAsync(Stream stream, int length, CancellationToken stop)
    {
        byte[] bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, stop);
        return Encoding.Latin1.GetString(bytes);
    }
}
