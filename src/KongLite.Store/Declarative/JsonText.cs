using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KongLite.Store.Declarative;

/// <summary>Reads JSON; of repeated keys the last.</summary>
internal static class JsonText
{
    /// <summary>The value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mostValues">So many values it may have.</param>
    /// <exception cref="DeclarativeSyntaxException">The text is not JSON.</exception>
    public static JsonNode? Read(string text, int mostValues = int.MaxValue)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = YamlText.MaxDepth });
        try
        {
            reader.Read();
            int left = mostValues;
            JsonNode? root = ReadValue(ref reader, ref left);
            reader.Read();
            return root;
        }
        catch (JsonException error)
        {
            int end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            string reason = (end < 0 ? error.Message : error.Message[..end]).TrimEnd('.');
            throw new DeclarativeSyntaxException((error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1, reason);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: well-formed JSON that stands for no text.
            throw new DeclarativeSyntaxException(1, 1, "a text has an escape that stands for no character");
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, ref int left)
    {
        if (left-- == 0)
        {
            throw new DeclarativeSyntaxException(1, 1, "too many values") { IsTooMuch = true };
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new JsonObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string name = reader.GetString()!;
                    reader.Read();
                    map[name] = ReadValue(ref reader, ref left);
                }

                return map;
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(ReadValue(ref reader, ref left));
                }

                return list;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.TryGetInt64(out long integer) ? integer
                    : reader.TryGetDouble(out double number) && double.IsFinite(number) ? number
                    : JsonValue.Create(JsonElement.ParseValue(ref reader));
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            default:
                return null;
        }
    }
}
