using System.Text;

namespace KongLite.Gateway.Wire;

/// <summary>
/// Reads <c>Content-Length</c> by the letter of RFC 9112. Kestrel by itself takes a sign before the digits and spaces around them, which whoever
/// stands in front of the gateway may read as another length, or as none.
/// </summary>
internal sealed class LengthHeaderEncoding : Encoding
{
    // The digits of the largest length.
    private const int MaxDigits = 19;
    private const char NoLength = 'x';

    private LengthHeaderEncoding()
    {
    }

    /// <summary>The encoding.</summary>
    public static LengthHeaderEncoding Instance { get; } = new();

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (bytes.Length is 0 or > MaxDigits || bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            chars[0] = NoLength;
            return 1;
        }

        return Latin1.GetChars(bytes, chars);
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetCharCount(byte[] bytes, int index, int count) =>
        GetChars(bytes.AsSpan(index, count), stackalloc char[MaxDigits]);

    public override int GetMaxCharCount(int byteCount) => MaxDigits;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => charCount;
}
