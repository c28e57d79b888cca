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
    private readonly FlattenedErrors? _flattened;
    private readonly IReadOnlyDictionary<string, string>? _masked;

    private DeclarativeErrors(
        JsonObject fields,
        IReadOnlyList<object> place,
        FlattenedErrors? flattened,
        string? syntax = null,
        long line = 0,
        IReadOnlyDictionary<string, string>? masked = null)
    {
        Fields = fields;
        Place = place;
        Line = line;
        _flattened = flattened;
        _syntax = syntax;
        _masked = masked;
    }

    /// <summary>The tree: it mirrors the document, with a list of one object a faulty entity and null for good ones before it.</summary>
    public JsonObject Fields { get; }

    /// <summary>Kong's one-line text, <c>declarative config is invalid: {…}</c>.</summary>
    public string Message => MessageOf(Fields);

    /// <summary>Keys and positions that lead to the first error, as far as the document has them.</summary>
    internal IReadOnlyList<object> Place { get; }

    /// <summary>Line of a syntax error; 0 for other errors.</summary>
    internal long Line { get; }

    /// <summary>The first error alone, with its place, and how many there are.</summary>
    internal string Summary
    {
        get
        {
            (List<object> steps, string text) = First(Fields);
            string place = string.Join(
                '.', steps.Select(step => step is int position ? (position + 1).ToString(CultureInfo.InvariantCulture) : Masked((string)step)));
            int count = Count(Fields);
            string more = count == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" (the first of {count} errors)");
            return _syntax ?? $"{place}: {Masked(text)}{more}";
        }
    }

    /// <summary>The answer of the Admin API: code 14.</summary>
    public StoreError ToStoreError() => ErrorOf(Fields);

    /// <summary>An object for each faulty entity, Kong's <c>flattened_errors</c>; null: the text could not even be read.</summary>
    public JsonArray? Flatten() => _flattened?.ToJson();

    /// <summary>The answer of the Admin API that goes with <see cref="Flatten"/>: code 14, with the errors that belong to no entity.</summary>
    public StoreError ToFlattenedError() => ErrorOf(_flattened?.Rest ?? Fields);

    /// <summary>The indented list that the command line and the start-up log show. It holds no secrets.</summary>
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
        return new DeclarativeErrors(new JsonObject { ["error"] = text }, [], flattened: null, text, line);
    }

    /// <summary>Errors of single entities and root keys.</summary>
    /// <param name="fields">The tree; not empty.</param>
    /// <param name="flattened">The same by entity.</param>
    internal static DeclarativeErrors Of(JsonObject fields, FlattenedErrors flattened) => new(fields, First(fields).Steps, flattened);

    /// <summary>Errors among entities: keys that are taken, references that point nowhere.</summary>
    /// <param name="fields">The tree; not empty.</param>
    /// <param name="entities">The same by entity.</param>
    /// <param name="masked">Messages and names with a secret in them, and what logs get to see instead.</param>
    internal static DeclarativeErrors OfKeys(
        JsonObject fields, OrderedDictionary<DocumentEntity, JsonObject> entities, IReadOnlyDictionary<string, string> masked) =>
        new(fields, entities.GetAt(0).Key.Place, new FlattenedErrors(entities, [], hasIds: true), masked: masked);

    private static StoreError ErrorOf(JsonObject fields) =>
        new(ErrorCode.DeclarativeConfig, "invalid declarative configuration", MessageOf(fields), fields);

    private static string MessageOf(JsonObject fields) => $"declarative config is invalid: {KeyTable.Line(fields).ReplaceLineEndings(" ")}";

    private static (List<object> Steps, string Text) First(JsonNode fields)
    {
        var steps = new List<object>();
        JsonNode? node = fields;
        while (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            if (node is JsonArray list)
            {
                int at = Enumerable.Range(0, list.Count).FirstOrDefault(i => list[i] is not null);
                steps.Add(at);
                node = list[at];
            }
            else
            {
                (string name, node) = node.AsObject().First();
                steps.Add(name);
            }
        }

        return (steps, node.AsText() ?? string.Empty);
    }

    private static int Count(JsonNode? node) => node switch
    {
        JsonObject map => map.Sum(each => Count(each.Value)),
        JsonArray list => list.Sum(Count),
        null => 0,
        _ => 1,
    };

    private string Masked(string text) => _masked?.GetValueOrDefault(text) ?? text;

    private void Write(StringBuilder text, JsonObject errors, string indent)
    {
        foreach ((string name, JsonNode? error) in errors)
        {
            Write(text, $"{indent}in '{Masked(name)}'", name, error, indent);
        }
    }

    private void Write(StringBuilder text, string title, string name, JsonNode? error, string indent)
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
                        Write(text, $"{inner}- in entry {position} of '{Masked(name)}'", position, each, inner);
                    }
                }

                break;
            default:
                text.Append(title).Append(": ").Append(Masked(error.AsText() ?? string.Empty)).Append('\n');
                break;
        }
    }
}
