using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace KongLite.Sdk.Routing;

/// <summary>Paths in the form that routes are compared with, and in the form that goes to a service (Kong: <c>kong.tools.uri</c>).</summary>
public static class RequestPath
{
    private const string Hex = "0123456789ABCDEF";
    private const int MostOnStack = 512;
    private static readonly SearchValues<byte> Reserved = SearchValues.Create("!*'();:@&=+$,/?%#[]"u8);
    private static readonly SearchValues<char> Unescaped = SearchValues.Create(
        "!#$&'()*+,/:;=?@[]ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~%");

    private static readonly SearchValues<char> Suspicious =
        SearchValues.Create([.. Enumerable.Range(0, ' ' + 1).Select(each => (char)each), '%', '\u007F']);

    /// <summary>
    /// The normal form: unreserved percent escapes decoded, the others in upper case, dot segments and empty segments resolved. The same string when it
    /// is in normal form already.
    /// </summary>
    /// <param name="path">A path without query. Bytes that are not UTF-8 become U+FFFD; dot segments stop at the root.</param>
    public static string Normalize(string path)
    {
        string decoded = NeedsDecoding(path) ? Decode(path, out _) : path;
        return NeedsResolving(decoded) ? Resolve(decoded) : decoded;
    }

    /// <summary>The normal form of a request's path, if the path is one that a gateway may serve.</summary>
    /// <param name="path">A path without query, as the client sent it.</param>
    /// <param name="normal">The normal form; for <see cref="RequestPathError.NotUtf8"/> with U+FFFD, otherwise <paramref name="path"/> on an error.</param>
    public static RequestPathError TryNormalize(string path, out string normal)
    {
        normal = path;
        if (!path.StartsWith('/'))
        {
            return RequestPathError.Malformed;
        }

        if (!path.AsSpan().ContainsAny(Suspicious) && !NeedsResolving(path))
        {
            return RequestPathError.None;
        }

        if (Inspect(path) is var error and not RequestPathError.None)
        {
            return error;
        }

        bool isUtf8 = true;
        string decoded = NeedsDecoding(path) ? Decode(path, out isUtf8) : path;
        normal = NeedsResolving(decoded) ? Resolve(decoded) : decoded;
        return isUtf8 ? RequestPathError.None : RequestPathError.NotUtf8;
    }

    /// <summary>Percent-encodes what may not stand in a request target; <c>%</c> itself stays. The same string when nothing has to be encoded.</summary>
    public static string Escape(string path)
    {
        int at = path.AsSpan().IndexOfAnyExcept(Unescaped);
        if (at < 0)
        {
            return path;
        }

        var escaped = new StringBuilder(path.Length + 16);
        escaped.Append(path, 0, at);
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in path.AsSpan(at).EnumerateRunes())
        {
            if (rune.IsAscii && Unescaped.Contains((char)rune.Value))
            {
                escaped.Append((char)rune.Value);
                continue;
            }

            int count = rune.EncodeToUtf8(bytes);
            foreach (byte each in bytes[..count])
            {
                escaped.Append('%').Append(Hex[each >> 4]).Append(Hex[each & 15]);
            }
        }

        return escaped.ToString();
    }

    // nginx refuses these before the router sees the request. It decodes every escape for that, the slash included.
    private static RequestPathError Inspect(ReadOnlySpan<char> path)
    {
        int depth = 0;
        int length = 0;
        int dots = 0;
        for (int i = 1; i <= path.Length; i++)
        {
            char each = i < path.Length ? path[i] : '/';
            if (each == '%')
            {
                if (!IsEscape(path, i) || Value(path, i) is 0)
                {
                    return RequestPathError.Malformed;
                }

                each = (char)Value(path, i);
                i += 2;
            }
            else if (each <= ' ' || each == '\u007F')
            {
                return RequestPathError.Malformed;
            }

            if (each != '/')
            {
                length++;
                dots += each == '.' ? 1 : 0;
                continue;
            }

            depth += (length, dots) switch
            {
                (0, _) or (1, 1) => 0,
                (2, 2) => -1,
                _ => 1,
            };
            if (depth < 0)
            {
                return RequestPathError.AboveRoot;
            }

            (length, dots) = (0, 0);
        }

        return RequestPathError.None;
    }

    private static bool NeedsDecoding(ReadOnlySpan<char> path)
    {
        int at = 0;
        while (path[at..].IndexOf('%') is >= 0 and var next)
        {
            at += next;
            bool isLower = path.Slice(at, Math.Min(3, path.Length - at)).ContainsAnyInRange('a', 'f');
            if (IsEscape(path, at) && (isLower || !Reserved.Contains(Value(path, at))))
            {
                return true;
            }

            at++;
        }

        return false;
    }

    private static bool NeedsResolving(ReadOnlySpan<char> path)
    {
        for (int at = 0; at < path.Length - 1; at++)
        {
            int next = path[at..].IndexOf('/');
            if (next < 0)
            {
                return false;
            }

            at += next;
            ReadOnlySpan<char> rest = path[(at + 1)..];
            if (rest is ['/', ..] or ['.'] or ['.', '/', ..] or ['.', '.'] or ['.', '.', '/', ..])
            {
                return true;
            }
        }

        return false;
    }

    private static string Decode(string path, out bool isUtf8)
    {
        int most = Encoding.UTF8.GetMaxByteCount(path.Length);
        byte[]? rented = most > MostOnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> bytes = rented is null ? stackalloc byte[MostOnStack] : rented;
        int end = Encoding.UTF8.GetBytes(path, bytes);
        Span<byte> decoded = bytes[..DecodeInPlace(bytes[..end])];
        isUtf8 = Utf8.IsValid(decoded);
        string text = Encoding.UTF8.GetString(decoded);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return text;
    }

    private static int DecodeInPlace(Span<byte> bytes)
    {
        int length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte each = bytes[i];
            if (each == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                each = (byte)((Digit(bytes[i + 1]) << 4) | Digit(bytes[i + 2]));
                i += 2;
                if (Reserved.Contains(each))
                {
                    bytes[length++] = (byte)'%';
                    bytes[length++] = (byte)Hex[each >> 4];
                    each = (byte)Hex[each & 15];
                }
            }

            bytes[length++] = each;
        }

        return length;
    }

    private static bool IsEscape(ReadOnlySpan<char> path, int at) =>
        at + 2 < path.Length && char.IsAsciiHexDigit(path[at + 1]) && char.IsAsciiHexDigit(path[at + 2]);

    private static byte Value(ReadOnlySpan<char> path, int at) => (byte)((Digit(path[at + 1]) << 4) | Digit(path[at + 2]));

    private static int Digit(int c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    // RFC 3986, 5.2.4; empty segments vanish on the way.
    private static string Resolve(string path)
    {
        char[]? rented = path.Length >= MostOnStack ? ArrayPool<char>.Shared.Rent(path.Length + 1) : null;
        Span<char> resolved = rented is null ? stackalloc char[MostOnStack] : rented;
        int length = 0;
        bool endsWithSlash = true;
        foreach (Range range in path.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> segment = path.AsSpan(range);
            endsWithSlash = segment is "" or "." or "..";
            if (segment is "..")
            {
                length = Math.Max(resolved[..length].LastIndexOf('/'), 0);
            }
            else if (!endsWithSlash)
            {
                resolved[length++] = '/';
                segment.CopyTo(resolved[length..]);
                length += segment.Length;
            }
        }

        if (endsWithSlash)
        {
            resolved[length++] = '/';
        }

        string text = new(resolved[..length]);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return text;
    }
}
