using System.Text;
using KongLite.Gateway.Forwarding;

namespace KongLite.Gateway.Wire;

/// <summary>
/// Reads <c>Connection</c> so that nothing of it is lost. Kestrel puts the word alone in the place of a value that has one of <c>close</c>,
/// <c>keep-alive</c> and <c>upgrade</c> beside names of headers, which must not reach a service. It leaves two such words as they are, and
/// <c>keep-alive</c> beside one of the others means nothing.
/// </summary>
internal sealed class ConnectionHeaderEncoding : Encoding
{
    private const string KeepAlive = "keep-alive";

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

        string[] tokens = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (Array.TrueForAll(tokens, ConnectionTokens.IsUsual))
        {
            return value;
        }

        string[] others = Array.FindAll(tokens, token => !token.Equals(KeepAlive, StringComparison.OrdinalIgnoreCase));
        return string.Join(", ", Array.Exists(others, ConnectionTokens.IsUsual) ? [KeepAlive, .. others] : others);
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

    // Every comma may gain a space, and the whole a word.
    public override int GetMaxCharCount(int byteCount) => (byteCount * 2) + KeepAlive.Length + 2;
}
