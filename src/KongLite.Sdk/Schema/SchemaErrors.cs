using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema;

/// <summary>
/// What is wrong with an input: a tree that mirrors it, as <c>fields</c> of Kong's answer. A message at each faulty field, lists with null where
/// an element is fine, and cross-field messages in a list under <see cref="EntityKey"/>.
/// </summary>
/// <param name="fields">The tree; not empty.</param>
public sealed class SchemaErrors(JsonObject fields)
{
    /// <summary>Key of the cross-field messages.</summary>
    public const string EntityKey = "@entity";

    /// <summary>The tree.</summary>
    public JsonObject Fields { get; } = fields;

    /// <summary>A single message at a top-level field.</summary>
    public static SchemaErrors At(string field, string message) => new(new JsonObject { [field] = message });

    /// <summary>Kong's text of all errors: <c>schema violation (…)</c> or <c>2 schema violations (…; …)</c>.</summary>
    public string Message
    {
        get
        {
            List<string> entries = Entries();
            string joined = string.Join("; ", entries);
            return entries.Count == 1
                ? $"schema violation ({joined})"
                : string.Create(CultureInfo.InvariantCulture, $"{entries.Count} schema violations ({joined})");
        }
    }

    private List<string> Entries()
    {
        var entries = new List<string>();
        if (Fields[EntityKey] is JsonArray messages)
        {
            entries.AddRange(messages.Select(message => message.AsText() ?? string.Empty));
        }

        foreach ((string name, JsonNode? error) in Fields.Where(each => each.Key != EntityKey).OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            switch (error)
            {
                case JsonObject map:
                    entries.AddRange(map.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => Entry($"{name}.{each.Key}", each.Value)));
                    break;
                case JsonArray list:
                    entries.AddRange(list
                        .Select((each, index) => (Error: each, Index: index))
                        .Where(each => each.Error is not null)
                        .Select(each => Entry(string.Create(CultureInfo.InvariantCulture, $"{name}.{each.Index + 1}"), each.Error)));
                    break;
                default:
                    entries.Add(Entry(name, error));
                    break;
            }
        }

        return entries;
    }

    private static string Entry(string path, JsonNode? error) =>
        error?.GetValueKind() == JsonValueKind.String ? $"{path}: {error.AsText()}" : $"{path}: {KeyTable.Block(error)}";
}
