using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema;

/// <summary>Applies the shorthands of a record and of the records inside it.</summary>
internal static class Shorthands
{
    /// <summary>Replaces every shorthand in place. Errors stand at the top level under the shorthand's own name, wherever it was.</summary>
    public static SchemaErrors? Expand(RecordSchema schema, JsonObject record)
    {
        JsonObject? errors = null;
        Expand(schema, record, ref errors);
        return errors is null ? null : new SchemaErrors(errors);
    }

    private static void Expand(RecordSchema schema, JsonObject record, ref JsonObject? errors)
    {
        foreach (ShorthandAttribute shorthand in schema.Shorthands)
        {
            if (record.Remove(shorthand.Name, out JsonNode? value) && shorthand.Expand(value, record, schema) is { } error)
            {
                (errors ??= [])[shorthand.Name] = error;
            }
        }

        foreach (CouplingAttribute coupling in schema.Couplings)
        {
            foreach (string empty in coupling.Fields.Where(field => record[field].AsText() is ""))
            {
                (errors ??= [])[empty] = "length must be at least 1";
            }

            coupling.Apply(record);
        }

        foreach (Field field in schema.Fields)
        {
            if (field.Record is { } inner && record[field.Name] is JsonObject value)
            {
                Expand(inner, value, ref errors);
            }
        }
    }

    /// <summary>Adds the names that answers carry beside the fields they stand for.</summary>
    public static void Show(RecordSchema schema, JsonObject record)
    {
        foreach (ShorthandAttribute shorthand in schema.Shorthands)
        {
            shorthand.Show(record);
        }

        foreach (Field field in schema.Fields)
        {
            if (field.Record is { } inner && record[field.Name] is JsonObject value)
            {
                Show(inner, value);
            }
        }
    }
}
