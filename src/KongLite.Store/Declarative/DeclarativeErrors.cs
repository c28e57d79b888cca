using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Store.Declarative;

/// <summary>What is wrong with a declarative configuration, in the forms in which Kong tells it.</summary>
public sealed class DeclarativeErrors
{
    private readonly string? _syntax;

    private DeclarativeErrors(JsonObject fields, IReadOnlyList<object> place, string? syntax = null, long line = 0)
    {
        Fields = fields;
        Place = place;
        Line = line;
        _syntax = syntax;
    }

    /// <summary>The tree: it mirrors the document, with a list of one object a faulty entity and null for good ones before it.</summary>
    public JsonObject Fields { get; }

    /// <summary>Kong's one-line text, <c>declarative config is invalid: {…}</c>.</summary>
    public string Message => $"declarative config is invalid: {KeyTable.Line(Fields).ReplaceLineEndings(" ")}";

    /// <summary>Keys and positions that lead to the first error, as far as the document has them.</summary>
    internal IReadOnlyList<object> Place { get; }

    /// <summary>Line of a syntax error; 0 for other errors.</summary>
    internal long Line { get; }

    /// <summary>The answer of the Admin API: code 14.</summary>
    public StoreError ToStoreError() => new(ErrorCode.DeclarativeConfig, "invalid declarative configuration", Message, Fields);

    /// <summary>The indented list that the command line and the start-up log show.</summary>
    public string ToText()
    {
        if (_syntax is not null)
        {
            return _syntax;
        }

        var text = new StringBuilder();
        Write(text, Fields, string.Empty);
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The text could not be read at all.</summary>
    internal static DeclarativeErrors Syntax(string reason, long line = 1)
    {
        string text = $"failed parsing declarative configuration: {reason}";
        return new DeclarativeErrors(new JsonObject { ["error"] = text }, [], text, line);
    }

    /// <summary>Errors of single entities and root keys.</summary>
    /// <param name="fields">The tree; not empty.</param>
    /// <param name="place">Where the first error is; null: where the tree says.</param>
    internal static DeclarativeErrors Of(JsonObject fields, IReadOnlyList<object>? place = null) => new(fields, place ?? First(fields));

    private static List<object> First(JsonNode fields)
    {
        var steps = new List<object>();
        JsonNode? node = fields;
        while (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            if (node is JsonArray list)
            {
                int at = Math.Max(0, Enumerable.Range(0, list.Count).FirstOrDefault(i => list[i] is not null));
                steps.Add(at);
                node = list[at];
            }
            else
            {
                (string name, node) = node.AsObject().First();
                steps.Add(name);
            }
        }

        return steps;
    }

    private static void Write(StringBuilder text, JsonObject errors, string indent)
    {
        foreach ((string name, JsonNode? error) in errors)
        {
            Write(text, $"{indent}in '{name}'", name, error, indent);
        }
    }

    private static void Write(StringBuilder text, string title, string name, JsonNode? error, string indent)
    {
        string inner = indent + "  ";
        switch (error)
        {
            case JsonObject map:
                text.Append(title).Append(":\n");
                Write(text, map, inner);
                break;
            case JsonArray list:
                text.Append(title).Append(":\n");
                for (int i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } each)
                    {
                        string position = (i + 1).ToString(CultureInfo.InvariantCulture);
                        Write(text, $"{inner}- in entry {position} of '{name}'", position, each, inner);
                    }
                }

                break;
            default:
                text.Append(title).Append(": ").Append(error.AsText()).Append('\n');
                break;
        }
    }
}
