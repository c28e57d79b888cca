using System.Text.Json.Nodes;

namespace KongLite.Tests.Schema;

/// <summary>Compares schema documents whatever the order of their members.</summary>
internal static class JsonDocuments
{
    public static JsonNode Recorded(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Schema", "Documents", $"{name}.json")))!;

    public static JsonNode WithoutDescriptions(JsonNode node)
    {
        switch (node)
        {
            case JsonObject map:
                if (map["description"] is JsonValue)
                {
                    map.Remove("description");
                }

                foreach ((_, JsonNode? each) in map)
                {
                    if (each is not null)
                    {
                        WithoutDescriptions(each);
                    }
                }

                break;
            case JsonArray list:
                foreach (JsonNode? each in list)
                {
                    if (each is not null)
                    {
                        WithoutDescriptions(each);
                    }
                }

                break;
        }

        return node;
    }

    public static string Canonical(JsonNode? node) => node switch
    {
        JsonObject map => $"{{{string.Join(",\n", map.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"\"{each.Key}\":{Canonical(each.Value)}"))}}}",
        JsonArray list => $"[{string.Join(",\n", list.Select(Canonical))}]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
