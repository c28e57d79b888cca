using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Exchanges;

/// <summary>JSON from clients as a tree. Unlike <see cref="JsonNode.Parse(ref Utf8JsonReader, JsonNodeOptions?)"/> it reads everything at once, so
/// that nothing fails later, and takes the last of equal names, as Kong does.</summary>
public static class JsonTree
{
    /// <summary>Reads a document.</summary>
    /// <returns>The tree; null when the bytes are not JSON, nested too deep, or the JSON <c>null</c>.</returns>
    public static JsonNode? Read(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return null;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = SchemaJson.MaxDepth });
        try
        {
            JsonNode? value = reader.Read() ? ReadValue(ref reader) : null;
            return reader.Read() ? null : value;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is what the reader throws for an escaped half of a surrogate pair.
            return null;
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new JsonObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string name = reader.GetString()!;
                    reader.Read();
                    members[name] = ReadValue(ref reader);
                }

                return members;
            case JsonTokenType.StartArray:
                var elements = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    elements.Add(ReadValue(ref reader));
                }

                return elements;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString()!);
            case JsonTokenType.True:
                return JsonValue.Create(true);
            case JsonTokenType.False:
                return JsonValue.Create(false);
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            default:
                return null;
        }
    }

    // Only plain integers are the same when written again; the others keep their text.
    private static JsonValue ReadNumber(ref Utf8JsonReader reader) =>
        reader.ValueSpan.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && reader.TryGetInt64(out long integer)
            ? JsonValue.Create(integer)
            : JsonValue.Create(JsonElement.ParseValue(ref reader))!;
}
