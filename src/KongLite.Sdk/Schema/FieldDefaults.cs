using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema;

/// <summary>Reads the defaults of fields from the initialisers of their properties.</summary>
internal static class FieldDefaults
{
    /// <summary>What stands for a missing value; null: nothing does.</summary>
    public static JsonNode? Of(PropertyInfo property, FieldType kind, AutoAttribute? auto, bool isAbstract, object? initial)
    {
        bool none = initial is null || auto is not null || isAbstract || kind is FieldType.Foreign || property.IsDefined(typeof(RequiredMemberAttribute));
        if (none)
        {
            return null;
        }

        JsonNode? value = JsonSerializer.SerializeToNode(initial, property.PropertyType, SchemaJson.Options);
        if (kind == FieldType.Record)
        {
            return Difference(SchemaReader.Read(property.PropertyType), (JsonObject)value!);
        }

        Prune(value);
        return value;
    }

    /// <summary>The default of a record as <c>/schemas</c> shows it.</summary>
    /// <param name="property">The property.</param>
    /// <param name="initial">Its initial value.</param>
    /// <param name="except">Wire name of a member to leave out; null: none.</param>
    public static JsonNode? Shown(PropertyInfo property, object? initial, string? except)
    {
        JsonNode? shown = JsonSerializer.SerializeToNode(initial, property.PropertyType, SchemaJson.Options);
        Prune(shown);
        if (except is not null)
        {
            (shown as JsonObject)?.Remove(except);
        }

        return shown;
    }

    // What an initialiser sets beyond the record's own defaults: only a missing record gets these values, not one that lacks them.
    private static JsonObject? Difference(RecordSchema schema, JsonObject value)
    {
        var difference = new JsonObject();
        foreach (Field field in schema.Fields)
        {
            JsonNode? own = value[field.Name];
            JsonNode? part = own is JsonObject inner && field.Record is { } record ? Difference(record, inner) : own;
            if (!JsonNode.DeepEquals(part, field.Default))
            {
                difference[field.Name] = part?.DeepClone();
            }
        }

        return difference.Count == 0 ? null : difference;
    }

    // Kong leaves fields without a default out.
    private static void Prune(JsonNode? node)
    {
        foreach (JsonNode? element in node as JsonArray ?? [])
        {
            Prune(element);
        }

        foreach ((string name, JsonNode? value) in (node as JsonObject ?? []).ToList())
        {
            if (value is null)
            {
                ((JsonObject)node!).Remove(name);
            }

            Prune(value);
        }
    }
}
