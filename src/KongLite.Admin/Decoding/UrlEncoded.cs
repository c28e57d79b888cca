using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Decoding;

/// <summary>Percent-encoded texts of paths, query strings and forms.</summary>
internal static class UrlEncoded
{
    /// <summary>True when every percent sign begins an escape of a byte other than 0; the path of any other request is refused.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> path)
    {
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] != '%')
            {
                continue;
            }

            if (i + 2 >= path.Length || !char.IsAsciiHexDigit(path[i + 1]) || !char.IsAsciiHexDigit(path[i + 2]) || path.Slice(i + 1, 2) is "00")
            {
                return false;
            }

            i += 2;
        }

        return true;
    }

    /// <summary>The text that bytes stand for: escapes decoded, plus signs as blanks, broken escapes as they are.</summary>
    public static string Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IndexOfAny((byte)'%', (byte)'+') < 0)
        {
            return Utf8Text.Decode(encoded);
        }

        byte[] decoded = encoded.ToArray();
        return Utf8Text.Decode(decoded.AsSpan(0, QueryText.Unescape(decoded)));
    }
}
