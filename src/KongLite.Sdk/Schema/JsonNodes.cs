using System.Text.Json;
using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema;

/// <summary>Reading JSON values whatever they are backed by: parsed text, a literal or a serialised record.</summary>
public static class JsonNodes
{
    /// <summary>The text of a JSON string; null for anything else.</summary>
    public static string? AsText(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.TryGetValue(out string? text) ? text : value.ToString()
            : null;

    /// <summary>The value of a JSON number; null for anything else.</summary>
    public static double? AsNumber(this JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
        {
            return null;
        }

        return value.TryGetValue(out double number) ? number
            : value.TryGetValue(out long integer) ? integer
            : value.TryGetValue(out int small) ? small
            : value.GetValue<JsonElement>().GetDouble();
    }

    /// <summary>The value of a JSON boolean; null for anything else.</summary>
    public static bool? AsBoolean(this JsonNode? node) =>
        node is JsonValue value ? value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        } : null;

    /// <summary>Kong's idea of an empty value in cross-field rules: null, an empty text, an empty list or an empty object.</summary>
    public static bool IsEmpty(this JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject map => map.Count == 0,
        _ => node.AsText() is { Length: 0 },
    };

    /// <summary>The value at a dotted path of objects, <c>redis.host</c>; null when any step is missing.</summary>
    public static JsonNode? At(this JsonObject record, string path)
    {
        JsonNode? node = record;
        foreach (string step in path.Split('.'))
        {
            node = node is JsonObject map && map.TryGetPropertyValue(step, out JsonNode? next) ? next : null;
        }

        return node;
    }
}
