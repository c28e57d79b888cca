using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Decoding;

/// <summary>Gives form text types without a schema, for endpoints that have none: <c>true</c>, <c>false</c> and null for an empty text.</summary>
internal static class GenericInference
{
    /// <summary>Converts the fields in place. Numbers stay texts.</summary>
    public static void Infer(JsonObject fields)
    {
        foreach ((string name, JsonNode? value) in fields.ToList())
        {
            switch (value)
            {
                case JsonObject inner:
                    Infer(inner);
                    break;
                case JsonArray list:
                    Infer(list);
                    break;
                default:
                    fields[name] = Convert(value);
                    break;
            }
        }
    }

    private static void Infer(JsonArray list)
    {
        for (int i = 0; i < list.Count; i++)
        {
            switch (list[i])
            {
                case JsonObject inner:
                    Infer(inner);
                    break;
                case JsonArray elements:
                    Infer(elements);
                    break;
                default:
                    list[i] = Convert(list[i]);
                    break;
            }
        }
    }

    private static JsonNode? Convert(JsonNode? value) => value.AsText() switch
    {
        "" => null,
        "true" => true,
        "false" => false,
        _ => value?.DeepClone(),
    };
}
