using System.Text.Json;
using System.Text.Json.Nodes;

namespace KongLite.Admin.Decoding;

/// <summary>Reads JSON bodies as Kong's parser does: of repeated keys the last one wins, numbers are doubles, nesting ends at 1000.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 1000;

    // Doubles hold integers exactly up to here.
    private const long LargestInteger = 1L << 53;

    /// <summary>The body's object; an empty list counts as an empty object. Null: it is no JSON, or not an object.</summary>
    public static JsonObject? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            JsonNode? root = ReadValue(ref reader);
            // Reads what follows, which has to be nothing.
            reader.Read();
            return root as JsonObject ?? (root is JsonArray { Count: 0 } ? [] : null);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // How the reader refuses half of a surrogate pair.
            return null;
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader);
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(ReadValue(ref reader));
                }

                return list;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            default:
                return null;
        }
    }

    private static JsonObject ReadObject(ref Utf8JsonReader reader)
    {
        var map = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            map[name] = ReadValue(ref reader);
        }

        return map;
    }

    private static JsonNode? ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out long integer) && integer is >= -LargestInteger and <= LargestInteger)
        {
            return integer;
        }

        // Beyond all doubles: kept as written, since no JSON could show an infinity.
        return reader.TryGetDouble(out double number) && double.IsFinite(number) ? number : JsonValue.Create(JsonElement.ParseValue(ref reader));
    }
}
