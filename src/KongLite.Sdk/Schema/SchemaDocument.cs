using System.Text.Json.Nodes;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Sdk.Schema;

/// <summary>Schemas as <c>GET /schemas/…</c> shows them: <c>{"fields": […], "entity_checks": […]}</c>.</summary>
public static class SchemaDocument
{
    /// <summary>The document of an entity.</summary>
    public static JsonObject Of(EntitySchema schema) => Of(schema.Record);

    /// <summary>The document of a plugin: only the fields that its sub-schema brings.</summary>
    public static JsonObject Of(PluginDefinition plugin) => new()
    {
        ["fields"] = new JsonArray([.. plugin.OwnFields.Select(Member)]),
        ["entity_checks"] = Checks(plugin.Schema),
    };

    /// <summary>The document of a type of vault; null: there is no such type.</summary>
    public static JsonObject? OfVault(string name) => VaultSubSchemas.Of(name)?.Find("config") is { } config
        ? new JsonObject { ["fields"] = new JsonArray(Member(config)), ["entity_checks"] = new JsonArray() }
        : null;

    /// <summary>The document of a record, such as a plugin's <c>config</c> by itself.</summary>
    public static JsonObject Of(RecordSchema schema) => new()
    {
        ["fields"] = new JsonArray([.. schema.Fields.Select(Member)]),
        ["entity_checks"] = Checks(schema),
    };

    private static JsonObject Member(Field field) => new() { [field.Name] = Describe(field) };

    private static JsonObject Describe(Field field)
    {
        var description = new JsonObject { ["type"] = field.Type.ToString().ToLowerInvariant() };
        Flag(description, "required", field.Required && (field.Name.Length > 0 || field.SpellsRequired));
        Flag(description, "uuid", field.Uuid);
        Flag(description, "auto", field.Auto is not null);
        Flag(description, "unique", field.Unique);
        Flag(description, "referenceable", field.Referenceable);
        Flag(description, "encrypted", field.Secret);
        Flag(description, "abstract", field.Abstract);
        Flag(description, "transient", field.Transient);
        Flag(description, "unique_across_ws", field.UniqueAcrossWorkspaces);
        if (field.SpellsNotUnique)
        {
            description["unique"] = false;
        }

        if (field.SpellsOptional)
        {
            description["required"] = false;
        }

        if (field.Default is not null || field.SpellsNullDefault)
        {
            description["default"] = field.Default?.DeepClone();
        }

        if (field.ShownDefault is { } shown)
        {
            description["default"] = shown.DeepClone();
        }

        foreach (ConstraintAttribute rule in field.Constraints)
        {
            rule.Describe(description);
        }

        DescribeParts(field, description);
        DescribeDeprecation(field, description);
        if (field.Description is not null)
        {
            description["description"] = field.Description;
        }

        return description;
    }

    private static void DescribeDeprecation(Field field, JsonObject description)
    {
        if (field.Deprecation is not { } deprecation)
        {
            return;
        }

        var shown = new JsonObject { ["message"] = deprecation.Message, ["removal_in_version"] = "4.0" };
        if (deprecation.OldDefault is { } value)
        {
            shown["old_default"] = JsonValue.Create(value);
        }

        description["deprecation"] = shown;
    }

    private static void DescribeParts(Field field, JsonObject description)
    {
        if (field.Reference is not null)
        {
            description["reference"] = field.Reference;
            if (field.SpellsOnDelete)
            {
                description["on_delete"] = "cascade";
            }
        }

        if (field.Keys is not null)
        {
            description["keys"] = Describe(field.Keys);
            description["values"] = Describe(field.Elements!);
        }
        else if (field.Elements is not null)
        {
            description["elements"] = Describe(field.Elements);
        }

        if (field.Record is { } record)
        {
            description["fields"] = new JsonArray([.. record.Fields.Select(Member)]);
            DescribeShorthands(record, description);
            if (record.Checks.Count > 0 && Checks(record) is { Count: > 0 } checks)
            {
                description["entity_checks"] = checks;
            }
        }
    }

    private static void DescribeShorthands(RecordSchema record, JsonObject description)
    {
        var shown = new JsonArray();
        foreach (ShorthandAttribute shorthand in record.Shorthands)
        {
            if (shorthand.Describe(record) is { } each)
            {
                shown.Add(new JsonObject { [shorthand.Name] = each });
            }
        }

        if (shown.Count > 0)
        {
            description["shorthand_fields"] = shown;
        }
    }

    private static JsonArray Checks(RecordSchema schema)
    {
        var checks = new JsonArray();
        foreach (RecordCheck check in schema.Checks)
        {
            foreach (JsonObject each in check.Checks.Describe(check.Prefix is null ? string.Empty : check.Prefix + "."))
            {
                checks.Add(each);
            }
        }

        return checks;
    }

    private static void Flag(JsonObject description, string name, bool value)
    {
        if (value)
        {
            description[name] = true;
        }
    }
}
