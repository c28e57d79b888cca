using System.Text;
using System.Text.Json;

namespace KongLite.Plugins.AwsLambda;

/// <summary>What Kong's decoding and encoding does to JSON answers, done to the text itself so that numbers, order and blanks stay.</summary>
internal static class JsonAnswer
{
    /// <summary>How deep documents may be nested; deeper ones pass as they are.</summary>
    internal const int MaxDepth = 1000;

    /// <summary>The body to send.</summary>
    /// <param name="body">The body. Empty arrays are changed in place.</param>
    /// <param name="mode">What becomes of empty arrays.</param>
    /// <returns>Of a JSON text its content; of another document the document; of what is not JSON the same bytes.</returns>
    public static ReadOnlyMemory<byte> Rewrite(byte[] body, EmptyArraysMode mode)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
            string? text = null;
            List<(long Start, long End)>? empty = null;
            long? opened = null;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndArray && opened is { } start)
                {
                    (empty ??= []).Add((start, reader.TokenStartIndex));
                }
                else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == 0)
                {
                    text = reader.GetString();
                }

                opened = reader.TokenType == JsonTokenType.StartArray ? reader.TokenStartIndex : null;
            }

            if (text is not null)
            {
                return Encoding.UTF8.GetBytes(text);
            }

            if (mode == EmptyArraysMode.Legacy && empty is not null)
            {
                foreach ((long start, long end) in empty)
                {
                    (body[start], body[end]) = ((byte)'{', (byte)'}');
                }
            }

            return body;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is what the reader throws for a text that is not UTF-8.
            return body;
        }
    }
}
