using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace KongLite.Sdk.Schema;

/// <summary>
/// Texts from bytes that should be UTF-8. A byte that is not becomes a lone surrogate, so that the schema can refuse the text and say where.
/// </summary>
public static class Utf8Text
{
    private const char FirstStray = '\uDC00';

    /// <summary>The text of some bytes, whatever they are.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done)
            {
                text.Append(rune);
            }
            else
            {
                length = 1;
                text.Append((char)(FirstStray + bytes[0]));
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>Kong's message for a text that came from other bytes than UTF-8; null when it did not.</summary>
    public static string? Check(string text)
    {
        int position = 1;
        for (int i = 0; i < text.Length; i++)
        {
            if (!Rune.TryGetRuneAt(text, i, out Rune rune))
            {
                return string.Create(CultureInfo.InvariantCulture, $"invalid utf-8 character sequence detected at position {position}");
            }

            position += rune.Utf8SequenceLength;
            i += rune.Utf16SequenceLength - 1;
        }

        return null;
    }
}
