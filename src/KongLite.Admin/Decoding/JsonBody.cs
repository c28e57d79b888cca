using System.Text.Json;
using System.Text.Json.Nodes;

namespace KongLite.Admin.Decoding;

/// <summary>Reads JSON bodies as Kong's parser does: of repeated keys the last one wins, numbers are doubles, nesting ends at 1000.</summary>
internal static class JsonBody
{
    /// <summary>Far more values than any entity has. Every one of them may earn an error message, many times its size.</summary>
    public const int MaxValues = 100_000;

    /// <summary>Far more values than any whole configuration has.</summary>
    public const int MaxConfigValues = 5_000_000;

    private const int MaxDepth = 1000;

    // Doubles hold integers exactly up to here.
    private const long LargestInteger = 1L << 53;

    /// <summary>The body's object; an empty list counts as an empty object.</summary>
    /// <param name="body">The body.</param>
    /// <param name="fields">The object. Null: the body is no JSON, or not an object.</param>
    /// <param name="most">How many values the body may have.</param>
    /// <returns>False when the body has too many values.</returns>
    public static bool TryParse(ReadOnlySpan<byte> body, out JsonObject? fields, int most = MaxValues)
    {
        int left = most;
        fields = null;
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            JsonNode? root = ReadValue(ref reader, ref left);
            if (left < 0)
            {
                return false;
            }

            // Reads what follows, which has to be nothing.
            reader.Read();
            fields = root as JsonObject ?? (root is JsonArray { Count: 0 } ? [] : null);
        }
        catch (JsonException)
        {
        }
        catch (InvalidOperationException)
        {
            // How the reader refuses half of a surrogate pair.
        }

        return true;
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, ref int left)
    {
        left--;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, ref left);
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (left >= 0 && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(ReadValue(ref reader, ref left));
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

    private static JsonObject ReadObject(ref Utf8JsonReader reader, ref int left)
    {
        var map = new JsonObject();
        while (left >= 0 && reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            map[name] = ReadValue(ref reader, ref left);
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
