using System.Text.Json.Nodes;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Sdk.Schema;

/// <summary>An old name of a field: <c>redis_host</c> for <c>redis.host</c>.</summary>
/// <param name="name">The old name.</param>
/// <param name="path">Dotted wire path of the field it stands for, inside the same record.</param>
public class AliasAttribute(string name, string path) : ShorthandAttribute(name)
{
    /// <summary>What to use instead. Null: the name is not deprecated, and wins over the field where both are given.</summary>
    public string? Deprecation { get; init; }

    /// <summary>True when answers carry the old name beside the new one; both must then agree on input.</summary>
    public bool IsShown { get; init; }

    /// <summary>Dotted wire path of the field it stands for, inside the same record.</summary>
    public string Path { get; } = path;

    /// <inheritdoc/>
    public override string Description => $"{(Deprecation is null ? "Another" : "The old")} name of {Path}.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Fields => [Path.Split('.')[0]];

    /// <inheritdoc/>
    public override string? Expand(JsonNode? value, JsonObject record, RecordSchema schema)
    {
        if (value is not null && Check(Target(schema), value) is { } error)
        {
            return error;
        }

        string[] steps = Path.Split('.');
        JsonObject place = record;
        foreach (string step in steps[..^1])
        {
            if (place[step] is not JsonObject inner)
            {
                place[step] = inner = [];
            }

            place = inner;
        }

        bool given = place.TryGetPropertyValue(steps[^1], out JsonNode? current);
        if (given && Deprecation is not null)
        {
            return value is null || !IsShown || JsonNode.DeepEquals(value, current)
                ? null
                : $"both deprecated and new field are used but their values mismatch: {Name} = {Text(value)} vs {Path} = {Text(current)}";
        }

        place[steps[^1]] = value?.DeepClone();
        return null;
    }

    internal override Field? FormField(RecordSchema schema) => Target(schema);

    /// <inheritdoc/>
    public override JsonObject Describe(RecordSchema schema)
    {
        Field target = Target(schema);
        var description = new JsonObject { ["type"] = target.Type.ToString().ToLowerInvariant() };
        target.Constraints.OfType<LengthMinAttribute>().FirstOrDefault()?.Describe(description);
        if (target.Referenceable && !IsShown)
        {
            description["referenceable"] = true;
        }

        if (Deprecation is not null)
        {
            var deprecation = new JsonObject { ["message"] = Deprecation, ["removal_in_version"] = "4.0" };
            if (IsShown)
            {
                var steps = new JsonArray([.. Path.Split('.').Select(step => JsonValue.Create(step))]);
                deprecation["replaced_with"] = new JsonArray(new JsonObject { ["path"] = steps });
            }

            description["deprecation"] = deprecation;
        }

        return description;
    }

    /// <inheritdoc/>
    public override void Show(JsonObject record)
    {
        if (IsShown)
        {
            record[Name] = record.At(Path)?.DeepClone();
        }
    }

    /// <summary>The field it stands for.</summary>
    /// <param name="schema">The record.</param>
    /// <exception cref="InvalidOperationException">The record has no such field.</exception>
    public Field Target(RecordSchema schema)
    {
        string[] steps = Path.Split('.');
        foreach (string step in steps[..^1])
        {
            schema = schema.Find(step)?.Record ?? throw Unknown();
        }

        return schema.Find(steps[^1]) ?? throw Unknown();
    }

    private InvalidOperationException Unknown() => new($"the alias {Name} stands for {Path}, which is no field");

    // Bounds are the field's own affair; type and emptiness are reported under the name that was used.
    private static string? Check(Field target, JsonNode value) => target.Type switch
    {
        FieldType.String when value.AsText() is null => "expected a string",
        FieldType.String => target.Constraints.FirstOrDefault(rule => rule.Rank == LengthMinAttribute.Order)?.Check(value),
        FieldType.Boolean when value.AsBoolean() is null => "expected a boolean",
        FieldType.Number when value.AsNumber() is null => "expected a number",
        FieldType.Integer when value.AsNumber() is not { } number || number != Math.Floor(number) => "expected an integer",
        _ => null,
    };

    private static string Text(JsonNode? value) => value.AsText() ?? value?.ToJsonString() ?? "null";
}
