using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Telemetry;

/// <summary>Writes one line of an access log as nginx does, in UTF-8, into a buffer from the pool.</summary>
internal ref struct AccessLogLine
{
    // What nginx takes as one header line or request line (large_client_header_buffers); more than that is not written down.
    private const int MostChars = 8192;
    private const int Usual = 256;
    private const string BasicScheme = "Basic ";

    // Everything else is written as \xHH.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private byte[] _buffer;
    private int _length;

    private AccessLogLine(int expected) => _buffer = ArrayPool<byte>.Shared.Rent(expected);

    /// <summary>Writes a line.</summary>
    /// <param name="http">The request, answered.</param>
    /// <param name="client">Address of the client.</param>
    /// <param name="time">The time as it stands between the brackets.</param>
    /// <param name="requestLine">The request line, where it could not be read; null: as the request says.</param>
    /// <param name="method">The method that the client used.</param>
    /// <param name="status">The status that the client got.</param>
    /// <param name="bodySize">Bytes of the body that were sent.</param>
    /// <param name="requestId">The request id; null: the format has none.</param>
    /// <param name="length">Bytes of the line, its end included.</param>
    /// <returns>The buffer, which whoever takes it returns to the pool.</returns>
    public static byte[] Write(
        HttpContext http,
        IPAddress client,
        ReadOnlySpan<byte> time,
        string? requestLine,
        string method,
        int status,
        long bodySize,
        string? requestId,
        out int length)
    {
        IHeaderDictionary headers = http.Request.Headers;
        string target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty;
        string? referer = Text(headers.Referer);
        string? agent = Text(headers.UserAgent);
        var line = new AccessLogLine(Usual + target.Length + (referer?.Length ?? 0) + (agent?.Length ?? 0));
        line.Address(client);
        line.Raw(" - "u8);
        line.User(headers.Authorization);
        line.Raw(" ["u8);
        line.Raw(time);
        line.Raw("] \""u8);
        if (requestLine is not null)
        {
            line.Escaped(requestLine);
        }
        else
        {
            line.Escaped(method);
            line.Raw(" "u8);
            line.Escaped(target);
            line.Raw(" "u8);
            line.Protocol(http.Request.Protocol);
        }

        line.Raw("\" "u8);
        line.Number(status);
        line.Raw(" "u8);
        line.Number(bodySize);
        line.Raw(" \""u8);
        line.Value(referer);
        line.Raw("\" \""u8);
        line.Value(agent);
        line.Raw("\""u8);
        if (requestId is not null)
        {
            line.Raw(" kong_request_id: \""u8);
            line.Escaped(requestId);
            line.Raw("\""u8);
        }

        line.Raw("\n"u8);
        length = line._length;
        return line._buffer;
    }

    private static ReadOnlySpan<byte> Digits => "0123456789ABCDEF"u8;

    private static string? Text(StringValues values) => values.Count == 0 ? null : values.ToString();

    private void Address(IPAddress address)
    {
        // An IPv6 address with its zone.
        Reserve(65);
        address.TryFormat(_buffer.AsSpan(_length), out int written);
        _length += written;
    }

    // HTTP/2 is what ASP.NET calls HTTP/2.0.
    private void Protocol(string protocol)
    {
        Escaped(protocol);
        if (protocol is "HTTP/2" or "HTTP/3")
        {
            Raw(".0"u8);
        }
    }

    // Nothing of the password: whatever is no name with a colon behind it is nobody.
    private void User(string? authorization)
    {
        if (authorization is null || authorization.Length > MostChars || !authorization.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase))
        {
            Raw("-"u8);
            return;
        }

        ReadOnlySpan<char> encoded = authorization.AsSpan(BasicScheme.Length).Trim();
        byte[] decoded = ArrayPool<byte>.Shared.Rent(encoded.Length);
        int colon = Convert.TryFromBase64Chars(encoded, decoded, out int size) ? decoded.AsSpan(0, size).IndexOf((byte)':') : -1;
        if (colon > 0)
        {
            foreach (byte each in decoded.AsSpan(0, colon))
            {
                Escaped(each);
            }
        }
        else
        {
            Raw("-"u8);
        }

        ArrayPool<byte>.Shared.Return(decoded, clearArray: true);
    }

    private void Value(string? text)
    {
        if (text is null)
        {
            Raw("-"u8);
        }
        else
        {
            Escaped(text);
        }
    }

    private void Escaped(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan(0, Math.Min(text.Length, MostChars));
        while (!rest.IsEmpty)
        {
            int special = rest.IndexOfAnyExcept(Plain);
            int taken = special < 0 ? rest.Length : special;
            Reserve(taken);
            _length += Encoding.Latin1.GetBytes(rest[..taken], _buffer.AsSpan(_length));
            if (special < 0)
            {
                return;
            }

            // A header's characters are its bytes; only what a plugin wrote can be beyond them.
            Escaped(rest[taken] <= byte.MaxValue ? (byte)rest[taken] : (byte)'?');
            rest = rest[(taken + 1)..];
        }
    }

    private void Escaped(byte value)
    {
        Reserve(4);
        Span<byte> free = _buffer.AsSpan(_length);
        if (Plain.Contains((char)value))
        {
            free[0] = value;
            _length++;
            return;
        }

        free[0] = (byte)'\\';
        free[1] = (byte)'x';
        free[2] = Digits[value >> 4];
        free[3] = Digits[value & 15];
        _length += 4;
    }

    private void Number(long value)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out int written);
        _length += written;
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
