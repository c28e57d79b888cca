using System.Buffers;
using System.Text;

namespace KongLite.Sdk.Exchanges;

/// <summary>Queries and url-encoded forms as text.</summary>
public static class QueryText
{
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <summary>
    /// The text without the arguments of a name, the others in their order and written anew: unneeded escapes are undone, a blank is <c>+</c>, and
    /// every argument has a <c>=</c>.
    /// </summary>
    /// <param name="text">Without question mark.</param>
    /// <param name="name">The decoded name.</param>
    public static string Without(string text, string name)
    {
        var result = new StringBuilder(text.Length);
        ReadOnlySpan<char> rest = text;
        while (rest.Length > 0)
        {
            int end = rest.IndexOf('&');
            ReadOnlySpan<char> pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            int equals = pair.IndexOf('=');
            ReadOnlySpan<char> key = equals < 0 ? pair : pair[..equals];
            if (key.IsEmpty || QueryArguments.Decode(key) == name)
            {
                continue;
            }

            if (result.Length > 0)
            {
                result.Append('&');
            }

            AppendAgain(result, key);
            result.Append('=');
            AppendAgain(result, equals < 0 ? default : pair[(equals + 1)..]);
        }

        return result.ToString();
    }

    /// <summary>Percent-encodes everything except letters, digits and <c>-._~</c>; a blank becomes <c>%20</c>.</summary>
    public static string Escape(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.AsSpan().IndexOfAnyExcept(Plain) < 0)
        {
            return text;
        }

        var result = new StringBuilder(bytes.Length + 16);
        Append(result, bytes, blank: "%20");
        return result.ToString();
    }

    /// <summary>Percent-encodes bytes as <see cref="Escape(string)"/> does.</summary>
    /// <param name="result">Where the text goes.</param>
    /// <param name="bytes">The bytes, of whatever encoding.</param>
    public static void Escape(StringBuilder result, ReadOnlySpan<byte> bytes) => Append(result, bytes, blank: "%20");

    /// <summary>Decodes percent escapes and plus signs in place; broken escapes stay as they are.</summary>
    /// <param name="text">The encoded bytes.</param>
    /// <returns>How many decoded bytes there are.</returns>
    public static int Unescape(Span<byte> text)
    {
        int target = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte each = text[i];
            if (each == '+')
            {
                each = (byte)' ';
            }
            else if (each == '%' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1]) && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                each = (byte)((Value(text[i + 1]) << 4) | Value(text[i + 2]));
                i += 2;
            }

            text[target++] = each;
        }

        return target;
    }

    // Works on bytes, so that text in another encoding than UTF-8 comes out as it was.
    private static void AppendAgain(StringBuilder result, ReadOnlySpan<char> encoded)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(encoded.Length));
        try
        {
            Span<byte> bytes = buffer.AsSpan(0, Encoding.UTF8.GetBytes(encoded, buffer));
            Append(result, bytes[..Unescape(bytes)], blank: "+");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Append(StringBuilder result, ReadOnlySpan<byte> bytes, string blank)
    {
        foreach (byte each in bytes)
        {
            if (Plain.Contains(each))
            {
                result.Append((char)each);
            }
            else if (each == ' ')
            {
                result.Append(blank);
            }
            else
            {
                result.Append('%').Append(Digit(each >> 4)).Append(Digit(each & 15));
            }
        }
    }

    private static int Value(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'A' + value - 10);
}
