using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;

namespace KongLite.Sdk.Schema;

/// <summary>What became of an input: the entity, or what is wrong with it.</summary>
/// <param name="Entity">The entity; null when there are errors.</param>
/// <param name="Errors">Everything that is wrong; null when nothing is.</param>
public readonly record struct SchemaResult(IEntity? Entity, SchemaErrors? Errors);

/// <summary>
/// Turns raw JSON into entities: shorthands, defaults, automatic values, type and rule checks, cross-field checks. Kong:
/// <c>Schema:process_auto_fields</c> and <c>Schema:validate</c>.
/// </summary>
public sealed class SchemaProcessor(SchemaCatalog catalog, TimeProvider clock)
{
    private readonly RecordProcessor _records = new(catalog);

    /// <summary>Types form text by the schema: <c>"5"</c> becomes 5 where a number is expected, <c>""</c> becomes null.</summary>
    /// <param name="schema">The entity.</param>
    /// <param name="input">Decoded form fields, changed in place.</param>
    /// <param name="subSchemaKey">Value of the deciding field when the input lacks it, as on PATCH of a plugin. Null: there is none.</param>
    public void Infer(EntitySchema schema, JsonObject input, string? subSchemaKey = null)
    {
        JsonObject deciding = subSchemaKey is null || input.ContainsKey("name") ? input : new JsonObject { ["name"] = subSchemaKey };
        RecordSchema record = catalog.Resolve(schema, deciding, out _) ?? schema.Record;
        new FormInference(catalog).Infer(record, input);
        if (schema.Ttl && input["ttl"].AsText() is { } ttl)
        {
            input["ttl"] = FormInference.Number(ttl);
        }
    }

    /// <summary>Replaces shorthands by what they stand for; their errors are reported alone, before anything else.</summary>
    public SchemaErrors? ExpandShorthands(EntitySchema schema, JsonObject input)
    {
        RecordSchema record = catalog.Resolve(schema, input, out _) ?? schema.Record;
        return Shorthands.Expand(record, input);
    }

    /// <summary>The entity that a complete input describes: POST and PUT.</summary>
    /// <param name="schema">The entity.</param>
    /// <param name="input">The input. Not changed.</param>
    public SchemaResult Insert(EntitySchema schema, JsonObject input)
    {
        var record = (JsonObject)input.DeepClone();
        return Process(schema, record, current: null);
    }

    /// <summary>The entity that kong.yml describes: as <see cref="Insert"/>, but given times stay, those that every other write sets included.</summary>
    /// <param name="schema">The entity.</param>
    /// <param name="input">The input. Not changed.</param>
    public SchemaResult Load(EntitySchema schema, JsonObject input) =>
        Process(schema, (JsonObject)input.DeepClone(), current: null, keepTimes: true);

    /// <summary>The entity that a change makes of the current one: PATCH. Records merge, everything else is replaced.</summary>
    /// <param name="schema">The entity.</param>
    /// <param name="current">The entity as it is.</param>
    /// <param name="changes">The change. Not changed itself.</param>
    public SchemaResult Update(EntitySchema schema, IEntity current, JsonObject changes)
    {
        var changed = (JsonObject)changes.DeepClone();
        JsonObject record = schema.ToJson(current, clock.GetUtcNow());
        record.Remove("ttl");
        RecordSchema fields = catalog.Resolve(schema, record, out _) ?? schema.Record;
        Merge(fields, record, changed);
        return Process(schema, record, current);
    }

    /// <summary>Checks an input without making anything of it: <c>/schemas/{entity}/validate</c>.</summary>
    public SchemaErrors? Validate(EntitySchema schema, JsonObject input) =>
        ExpandShorthands(schema, input) ?? Insert(schema, input).Errors;

    /// <summary>Defaults and rules of a record that is no entity, such as the node's settings.</summary>
    /// <param name="schema">The record.</param>
    /// <param name="record">The input, changed in place.</param>
    public SchemaErrors? Process(RecordSchema schema, JsonObject record) =>
        _records.Process(schema, record, isUpdate: false) is { } errors ? new SchemaErrors(errors) : null;

    private SchemaResult Process(EntitySchema schema, JsonObject record, IEntity? current, bool keepTimes = false)
    {
        RecordSchema? fields = catalog.Resolve(schema, record, out SchemaErrors? only);
        if (fields is null)
        {
            return new SchemaResult(null, only);
        }

        if (Shorthands.Expand(fields, record) is { } shorthandErrors)
        {
            return new SchemaResult(null, shorthandErrors);
        }

        bool hasTtl = TakeTtl(schema, record, out double ttl, out string? ttlError);
        FillAutomatic(fields, record, isUpdate: current is not null, keepTimes);
        JsonObject? errors = _records.Process(fields, record, isUpdate: current is not null);
        if (ttlError is not null)
        {
            (errors ??= [])["ttl"] = ttlError;
        }

        if (errors is not null)
        {
            return new SchemaResult(null, new SchemaErrors(errors));
        }

        foreach (CouplingAttribute coupling in fields.Couplings)
        {
            coupling.Apply(record);
        }

        IEntity entity = schema.Bind(record);
        if (entity is IExpiring expiring)
        {
            entity = expiring.WithExpiry(hasTtl ? ExpiryOf(ttl) : (current as IExpiring)?.ExpiresAt);
        }

        return new SchemaResult(entity, null);
    }

    private DateTimeOffset? ExpiryOf(double ttl) => ttl == 0 ? null : clock.GetUtcNow().AddSeconds(ttl);

    private static bool TakeTtl(EntitySchema schema, JsonObject record, out double ttl, out string? error)
    {
        ttl = 0;
        error = null;
        if (!schema.Ttl || !record.Remove("ttl", out JsonNode? value))
        {
            return false;
        }

        if (value.AsNumber() is { } seconds)
        {
            ttl = seconds;
            error = seconds is >= 0 and <= TtlOption.Longest ? null : TtlOption.Error;
            return true;
        }

        error = "expected a number";
        return true;
    }

    private void FillAutomatic(RecordSchema schema, JsonObject record, bool isUpdate, bool keepTimes)
    {
        foreach (Field field in schema.Fields)
        {
            if (field.Auto is null)
            {
                continue;
            }

            bool given = record.TryGetPropertyValue(field.Name, out JsonNode? value);
            bool always = field.Auto.OnUpdate && !(keepTimes && value is not null);
            if (always || (!isUpdate && (!given || (value is null && (field.Uuid || field.Type != FieldType.String)))))
            {
                record[field.Name] = Automatic(field);
            }
        }
    }

    private JsonNode Automatic(Field field) => field.Type switch
    {
        FieldType.Integer => clock.GetUtcNow().ToUnixTimeSeconds(),
        FieldType.Number => clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0,
        _ when field.Uuid => Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture),
        _ => RandomKey.Create(),
    };

    private static void Merge(RecordSchema schema, JsonObject record, JsonObject changes)
    {
        foreach ((string name, JsonNode? change) in changes.ToList())
        {
            changes.Remove(name);
            if (schema.Find(name) is { Type: FieldType.Record, Record: { } inner } && change is JsonObject changed && record[name] is JsonObject current)
            {
                Merge(inner, current, changed);
            }
            else
            {
                record[name] = change;
            }
        }
    }
}
