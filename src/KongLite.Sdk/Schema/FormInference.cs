using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema;

/// <summary>Gives form text the types that a schema expects; what cannot be converted stays as it is and fails validation.</summary>
internal sealed class FormInference(SchemaCatalog catalog)
{
    public void Infer(RecordSchema schema, JsonObject input)
    {
        foreach ((string name, JsonNode? value) in input.ToList())
        {
            if (schema.Find(name) is { } field)
            {
                input[name] = Infer(field, value?.DeepClone());
            }
            else if (schema.Shorthands.FirstOrDefault(shorthand => shorthand.Name == name) is { } shorthand)
            {
                input[name] = value.AsText() is { Length: 0 } ? null
                    : shorthand.FormField(schema) is { } target ? Infer(target, value?.DeepClone())
                    : value?.DeepClone();
            }
        }
    }

    /// <summary>A number for the text of one; other text stays text.</summary>
    public static JsonNode Number(string text) => LuaNumber.TryParse(text, out double number) ? number : text;

    private JsonNode? Infer(Field field, JsonNode? value)
    {
        if (value.AsText() is { Length: 0 })
        {
            return null;
        }

        switch (field.Type)
        {
            case FieldType.Integer or FieldType.Number when value.AsText() is { } text:
                return Number(text);
            case FieldType.Boolean when value.AsText() is "true" or "false":
                return value.AsText() == "true";
            case FieldType.Array or FieldType.Set when value is not null:
                return InferList(field.Elements!, value);
            case FieldType.Map when value is JsonObject map:
                foreach ((string key, JsonNode? each) in map.ToList())
                {
                    map[key] = Infer(field.Elements!, each?.DeepClone());
                }

                return map;
            case FieldType.Record when value is JsonObject record && field.Record is { } inner:
                Infer(inner, record);
                return record;
            case FieldType.Foreign when value is JsonObject key && catalog.Find(field.Reference!) is { } parent:
                Infer(parent.Record, key);
                return key;
            default:
                return value;
        }
    }

    private JsonNode InferList(Field elements, JsonNode value)
    {
        switch (value)
        {
            case JsonArray list:
                for (int i = 0; i < list.Count; i++)
                {
                    list[i] = Infer(elements, list[i]?.DeepClone());
                }

                return list;
            case JsonObject:
                return value;
            default:
                return new JsonArray(Infer(elements, value));
        }
    }
}
