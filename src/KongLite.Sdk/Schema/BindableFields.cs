using System.Text.Json;
using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema;

/// <summary>Finds which failed fields of a record its properties cannot hold.</summary>
internal static class BindableFields
{
    /// <summary>The failed fields whose value has another type than the property.</summary>
    public static HashSet<string> Missing(RecordSchema schema, JsonObject value, IEnumerable<string> failed) =>
        failed.Where(name => schema.Find(name) is not null && !Binds(schema, name, value[name])).ToHashSet(StringComparer.Ordinal);

    private static bool Binds(RecordSchema schema, string name, JsonNode? value)
    {
        try
        {
            schema.Bind(new JsonObject { [name] = value?.DeepClone() });
            return value is not null || !schema.Find(name)!.Required;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
