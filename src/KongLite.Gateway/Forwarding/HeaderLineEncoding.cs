using System.Text;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Forwarding;

/// <summary>
/// Writes request headers byte for byte as they came, and several values of one name on lines of their own: <see cref="HttpClient"/> by itself joins
/// them with commas, which Kong does not, and which a service may not expect.
/// </summary>
internal sealed class HeaderLineEncoding : Encoding
{
    /// <summary>Stands for the end of a line inside a value. No byte decodes to it, and <see cref="Clean"/> takes it out of everything else.</summary>
    private const char Break = '\uE000';

    private HeaderLineEncoding()
    {
    }

    /// <summary>The encoding.</summary>
    public static HeaderLineEncoding Instance { get; } = new();

    /// <summary>The values of a header as one text that is written as several lines.</summary>
    public static string Join(string name, StringValues values)
    {
        var text = new StringBuilder(Clean(values[0]));
        for (int i = 1; i < values.Count; i++)
        {
            text.Append(Break).Append(name).Append(": ").Append(Clean(values[i]));
        }

        return text.ToString();
    }

    /// <summary>A value with whole header lines behind it. For the gateway's own lines only: nothing of them is looked at.</summary>
    public static string Block(string value, params ReadOnlySpan<(string Name, string Value)> lines)
    {
        var text = new StringBuilder(value);
        foreach ((string name, string each) in lines)
        {
            text.Append(Break).Append(name).Append(": ").Append(each);
        }

        return text.ToString();
    }

    /// <summary>A value that cannot end its line, wherever it came from.</summary>
    public static string Clean(string? value) =>
        value is null ? string.Empty : value.AsSpan().IndexOfAny(Break, '\r', '\n') < 0 ? value : value.Replace(Break, '?').Replace('\r', ' ').Replace('\n', ' ');

    public override int GetByteCount(char[] chars, int index, int count) => count + chars.AsSpan(index, count).Count(Break);

    public override int GetMaxByteCount(int charCount) => charCount * 2;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        GetBytes(chars.AsSpan(charIndex, charCount), bytes.AsSpan(byteIndex));

    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        int written = 0;
        while (chars.IndexOf(Break) is var at && at >= 0)
        {
            written += Latin1.GetBytes(chars[..at], bytes[written..]);
            bytes[written++] = (byte)'\r';
            bytes[written++] = (byte)'\n';
            chars = chars[(at + 1)..];
        }

        return written + Latin1.GetBytes(chars, bytes[written..]);
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);
}
