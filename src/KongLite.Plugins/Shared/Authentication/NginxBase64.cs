namespace KongLite.Plugins.Shared.Authentication;

/// <summary>Base64 as nginx decodes it: padding may be missing, and whatever follows the first <c>=</c> is not looked at.</summary>
internal static class NginxBase64
{
    private const byte None = 0xFF;
    private static readonly byte[] Values = Table(url: false);
    private static readonly byte[] UrlValues = Table(url: true);

    /// <summary>How many bytes a text of this length can stand for at most.</summary>
    public static int MaxLength(int textLength) => ((textLength * 3) + 3) / 4;

    /// <summary>Decodes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">Where the bytes go; at least <see cref="MaxLength"/> of them.</param>
    /// <param name="written">How many bytes there are.</param>
    /// <param name="url">Whether <c>-</c> and <c>_</c> count like <c>+</c> and <c>/</c>.</param>
    /// <returns>False: it is no base64.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written, bool url = false)
    {
        written = 0;
        int end = text.IndexOf('=');
        text = end < 0 ? text : text[..end];
        if (text.Length % 4 == 1)
        {
            return false;
        }

        byte[] values = url ? UrlValues : Values;
        int pending = 0;
        int bits = 0;
        foreach (char each in text)
        {
            byte value = each < values.Length ? values[each] : None;
            if (value == None)
            {
                return false;
            }

            pending = (pending << 6) | value;
            bits += 6;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[written++] = (byte)(pending >> bits);
            }
        }

        return true;
    }

    /// <summary>Decodes a text.</summary>
    /// <returns>The bytes; null: it is no base64.</returns>
    public static byte[]? Decode(ReadOnlySpan<char> text, bool url = false)
    {
        byte[] bytes = new byte[MaxLength(text.Length)];
        return !TryDecode(text, bytes, out int written, url) ? null : written == bytes.Length ? bytes : bytes[..written];
    }

    private static byte[] Table(bool url)
    {
        byte[] values = new byte[128];
        Array.Fill(values, None);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < Alphabet.Length; i++)
        {
            values[Alphabet[i]] = (byte)i;
        }

        if (url)
        {
            (values['-'], values['_']) = (values['+'], values['/']);
        }

        return values;
    }
}
