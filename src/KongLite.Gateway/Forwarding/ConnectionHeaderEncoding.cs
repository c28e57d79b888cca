using System.Text;

namespace KongLite.Gateway.Forwarding;

/// <summary>
/// Reads <c>Connection</c> so that nothing of it is lost. Kestrel puts <c>close</c> or <c>keep-alive</c> in the place of a value that has one of
/// them beside names of headers; those must not reach a service. Here such a value is read with a mark before the two words, which hides them from
/// Kestrel; <see cref="ConnectionTokens"/> sees through it.
/// </summary>
internal sealed class ConnectionHeaderEncoding : Encoding
{
    /// <summary>Stands before a hidden word. No byte decodes to it.</summary>
    public const char Mark = '\u200B';

    private ConnectionHeaderEncoding()
    {
    }

    /// <summary>The encoding.</summary>
    public static ConnectionHeaderEncoding Instance { get; } = new();

    /// <summary>A value as the gateway reads it.</summary>
    internal static string Read(ReadOnlySpan<byte> bytes)
    {
        string value = Latin1.GetString(bytes);
        if (!value.Contains(',', StringComparison.Ordinal))
        {
            return value;
        }

        string[] tokens = value.Split(',', StringSplitOptions.TrimEntries);
        bool namesHeaders = Array.Exists(tokens, token => token.Length > 0 && !ConnectionTokens.IsUsual(token));
        bool upgrades = Array.Exists(tokens, token => token.Equals("upgrade", StringComparison.OrdinalIgnoreCase));
        return namesHeaders && !upgrades
            ? string.Join(", ", tokens.Select(token => ConnectionTokens.IsUsual(token) ? Mark + token : token))
            : value;
    }

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => Read(bytes.AsSpan(index, count)).Length;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        string value = Read(bytes.AsSpan(byteIndex, byteCount));
        value.CopyTo(0, chars, charIndex, value.Length);
        return value.Length;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    // "," between two words costs a space and a mark.
    public override int GetMaxCharCount(int byteCount) => byteCount * 3;
}
