using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using Microsoft.OpenApi;

namespace KongLite.Admin.OpenApi;

/// <summary>The rules of fields in the words of JSON Schema. What JSON Schema cannot say, such as Kong's Lua patterns, is left to the descriptions.</summary>
internal static class FieldRules
{
    /// <summary>Adds the rules of a field that its values have to follow, null aside.</summary>
    public static void Apply(Field field, OpenApiSchema schema)
    {
        var rules = new JsonObject();
        foreach (ConstraintAttribute rule in field.Constraints)
        {
            rule.Describe(rules);
        }

        if (rules.ContainsKey("eq"))
        {
            schema.Type = JsonSchemaType.Null;
            return;
        }

        if (field.Uuid)
        {
            schema.Format = "uuid";
            return;
        }

        ApplyChoice(rules, schema);
        ApplyRange(rules, schema);
        ApplyLength(field, rules, schema);
        schema.Pattern = Pattern(rules);
        if (rules["contains"] is { } element)
        {
            schema.Contains = new OpenApiSchema { Enum = [element.DeepClone()] };
        }
    }

    private static void ApplyChoice(JsonObject rules, OpenApiSchema schema)
    {
        if (rules["one_of"] is JsonArray choices)
        {
            schema.Enum = [.. choices.Select(choice => choice!.DeepClone())];
        }

        if (rules["not_one_of"] is JsonArray refused)
        {
            schema.Not = new OpenApiSchema { Enum = [.. refused.Select(each => each!.DeepClone())] };
        }
    }

    private static void ApplyRange(JsonObject rules, OpenApiSchema schema)
    {
        if (rules["between"] is JsonArray bounds)
        {
            schema.Minimum = Number(bounds[0]);
            schema.Maximum = Number(bounds[1]);
        }

        if (rules["gt"] is { } bound)
        {
            schema.ExclusiveMinimum = Number(bound);
        }

        if (rules.ContainsKey("timestamp"))
        {
            schema.ExclusiveMinimum = "0";
        }
    }

    private static void ApplyLength(Field field, JsonObject rules, OpenApiSchema schema)
    {
        int? exact = Length(rules, "len_eq");
        int? least = exact ?? Length(rules, "len_min");
        int? most = exact ?? Length(rules, "len_max");
        switch (field.Type)
        {
            case FieldType.String when schema.Enum is null:
                // Kong counts bytes, JSON Schema characters: of the lower bounds, only one means the same to both. Unwritten, it holds too.
                schema.MinLength = Math.Min(least ?? 1, 1) is 1 ? 1 : null;
                schema.MaxLength = most;
                break;
            case FieldType.Array or FieldType.Set:
                schema.MinItems = least;
                schema.MaxItems = most;
                break;
            case FieldType.Map:
                schema.MinProperties = least;
                schema.MaxProperties = most;
                break;
        }
    }

    private static string? Pattern(JsonObject rules) =>
        rules["starts_with"].AsText() is { } prefix ? $"^{Regex.Escape(prefix)}"
        : rules["match"].AsText() is { } pattern && IsCommon(pattern) ? pattern
        : null;

    // Whether a pattern says the same in Lua as in ECMA-262: no classes, no dash that repeats, nothing that only one of them treats specially.
    private static bool IsCommon(string pattern)
    {
        bool inSet = false;
        char before = '\0';
        foreach (char c in pattern)
        {
            inSet = c == '[' || (inSet && c != ']');
            bool repeats = c == '-' && !inSet && before is not ('*' or '+' or '?');
            if (repeats || "%\\(){}|".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }

            before = c;
        }

        return true;
    }

    private static int? Length(JsonObject rules, string name) => (int?)rules[name].AsNumber();

    private static string Number(JsonNode? value) => value.AsNumber()!.Value.ToString(CultureInfo.InvariantCulture);
}
