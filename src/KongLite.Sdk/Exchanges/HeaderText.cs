using System.Buffers;
using System.Globalization;
using System.Text;

namespace KongLite.Sdk.Exchanges;

/// <summary>Texts on their way into header lines, where servers have one character for each byte.</summary>
public static class HeaderText
{
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Append(0x7f).Where(code => code != '\t').Select(code => (char)code)]);

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~");

    /// <summary>A text as a header's value: its UTF-8 bytes, and no character that could end the line.</summary>
    public static string Value(string text) => Safe(Bytes(text));

    /// <summary>A value that came in a header, fit to go out in another: control characters are percent-encoded, as nginx does.</summary>
    public static string Safe(string value) => Escape(value, static rest => rest.IndexOfAny(Controls));

    /// <summary>A text as a header's name: what may not stand in one is percent-encoded, as nginx does.</summary>
    public static string Name(string text) => Escape(Bytes(text), static rest => rest.IndexOfAnyExcept(NameCharacters));

    /// <summary>A text's UTF-8 bytes as one character each.</summary>
    public static string Bytes(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static string Escape(string text, Func<ReadOnlySpan<char>, int> find)
    {
        int at = find(text);
        if (at < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        ReadOnlySpan<char> rest = text;
        for (; at >= 0; at = find(rest))
        {
            escaped.Append(rest[..at]).Append(CultureInfo.InvariantCulture, $"%{(int)rest[at]:X2}");
            rest = rest[(at + 1)..];
        }

        return escaped.Append(rest).ToString();
    }
}
