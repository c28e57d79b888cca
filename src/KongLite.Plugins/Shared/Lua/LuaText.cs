using System.Globalization;
using System.Text;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.Shared.Lua;

/// <summary>What Lua's string literals mean.</summary>
internal static class LuaText
{
    /// <summary>The text of a literal.</summary>
    /// <param name="literal">A valid one, quoted or in long brackets, in code with one character for each byte.</param>
    public static string Decode(string literal) => literal[0] == '[' ? Long(literal) : Quoted(literal.AsSpan(1, literal.Length - 2));

    private static string Long(string literal)
    {
        int bracket = literal.IndexOf('[', 1) + 1;
        string text = literal[bracket..^bracket];
        return text.StartsWith("\r\n", StringComparison.Ordinal) ? text[2..] : text is ['\n' or '\r', ..] ? text[1..] : text;
    }

    private static string Quoted(ReadOnlySpan<char> text)
    {
        var decoded = new StringBuilder(text.Length);
        while (text.IndexOf('\\') is var at && at >= 0)
        {
            decoded.Append(text[..at]);
            text = text[(at + 1)..];
            text = text[Escape(text, decoded)..];
        }

        return decoded.Append(text).ToString();
    }

    /// <summary>Appends what an escape means, and tells how long it is.</summary>
    private static int Escape(ReadOnlySpan<char> text, StringBuilder decoded)
    {
        char each = text[0];
        if (char.IsAsciiDigit(each))
        {
            int length = 1;
            while (length < 3 && length < text.Length && char.IsAsciiDigit(text[length]))
            {
                length++;
            }

            decoded.Append((char)int.Parse(text[..length], CultureInfo.InvariantCulture));
            return length;
        }

        switch (each)
        {
            case 'x':
                decoded.Append((char)int.Parse(text.Slice(1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                return 3;
            case 'u':
                int end = text.IndexOf('}');
                bool isRune = int.TryParse(text[2..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int code) & Rune.IsValid(code);
                decoded.Append(HeaderText.Bytes(isRune ? new Rune(code).ToString() : Rune.ReplacementChar.ToString()));
                return end + 1;
            case 'z':
                return text.Length - text[1..].TrimStart(" \t\r\n\f\v").Length;
            default:
                decoded.Append(each switch { 'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' or '\r' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', _ => each });
                return text.StartsWith("\r\n") ? 2 : 1;
        }
    }
}
