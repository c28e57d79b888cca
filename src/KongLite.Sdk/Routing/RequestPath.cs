using System.Buffers;
using System.Text;

namespace KongLite.Sdk.Routing;

/// <summary>Paths in the form that routes are compared with, and in the form that goes to a service (Kong: <c>kong.tools.uri</c>).</summary>
public static class RequestPath
{
    private const string Hex = "0123456789ABCDEF";
    private static readonly SearchValues<char> Unsettled = SearchValues.Create("%.");
    private static readonly SearchValues<byte> Reserved = SearchValues.Create("!*'();:@&=+$,/?%#[]"u8);
    private static readonly SearchValues<char> Unescaped = SearchValues.Create(
        "!#$&'()*+,/:;=?@[]ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~%");

    /// <summary>
    /// The normal form: unreserved percent escapes decoded, the others in upper case, dot segments and empty segments resolved. No allocation when the
    /// path is in normal form already.
    /// </summary>
    /// <param name="path">A path without query.</param>
    /// <exception cref="DecoderFallbackException">The escapes decode to bytes that are not UTF-8; no route can match such a path.</exception>
    public static string Normalize(string path)
    {
        ReadOnlySpan<char> span = path;
        if (span.Length <= 1 || (!span.ContainsAny(Unsettled) && span.IndexOf("//") < 0))
        {
            return path;
        }

        string decoded = span.Contains('%') ? Decode(path) : path;
        return decoded.Contains('.', StringComparison.Ordinal) || decoded.Contains("//", StringComparison.Ordinal) ? Resolve(decoded) : decoded;
    }

    /// <summary>Percent-encodes what may not stand in a request target; <c>%</c> itself stays.</summary>
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

    private static string Decode(string path)
    {
        byte[] source = Encoding.UTF8.GetBytes(path);
        byte[] target = new byte[source.Length];
        int length = 0;
        for (int i = 0; i < source.Length; i++)
        {
            byte each = source[i];
            if (each == '%' && i + 2 < source.Length && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                int high = source[++i];
                int low = source[++i];
                byte value = (byte)((Digit(high) << 4) | Digit(low));
                if (Reserved.Contains(value))
                {
                    target[length++] = (byte)'%';
                    target[length++] = (byte)Hex[value >> 4];
                    target[length++] = (byte)Hex[value & 15];
                    continue;
                }

                each = value;
            }

            target[length++] = each;
        }

        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(target, 0, length);
    }

    private static int Digit(int c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    // RFC 3986, 5.2.4; empty segments vanish on the way.
    private static string Resolve(string path)
    {
        var segments = new List<Range>();
        int start = 0;
        while (start <= path.Length)
        {
            int end = path.IndexOf('/', start);
            end = end < 0 ? path.Length : end;
            bool isLast = end == path.Length;
            ReadOnlySpan<char> segment = path.AsSpan(start, end - start);
            if (segment is "..")
            {
                if (segments.Count > 0)
                {
                    segments.RemoveAt(segments.Count - 1);
                }
            }
            else if (segment.Length > 0 && segment is not ".")
            {
                segments.Add(start..end);
            }

            start = end + 1;
            if (isLast)
            {
                return Join(path, segments, endsWithSlash: segment is "" or "." or "..");
            }
        }

        return path;
    }

    private static string Join(string path, List<Range> segments, bool endsWithSlash)
    {
        var joined = new StringBuilder(path.Length);
        foreach (Range segment in segments)
        {
            joined.Append('/').Append(path.AsSpan(segment));
        }

        if (endsWithSlash || joined.Length == 0)
        {
            joined.Append('/');
        }

        return joined.ToString();
    }
}
