using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;

namespace KongLite.Sdk.Schema;

/// <summary>What became of an input: the entity, or what is wrong with it.</summary>
/// <param name="Entity">The entity; null when there are errors.</param>
/// <param name="Errors">Everything that is wrong; null when nothing is.</param>
public readonly record struct SchemaResult(IEntity? Entity, SchemaErrors? Errors)
{
    /// <summary>Of <see cref="SchemaProcessor.Load"/>: the entity with passwords as they were given; null: nothing was put in place of any value.</summary>
    public IEntity? AsGiven { get; init; }
}

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
        return Process(schema, record, new Write(input, Current: null));
    }

    /// <summary>The entity that kong.yml describes: as <see cref="Insert"/>, but given times stay, those that every other write sets included.</summary>
    /// <param name="schema">The entity.</param>
    /// <param name="input">The input. Not changed.</param>
    /// <param name="isTransformed">True when values such as passwords are in their stored form already: <c>_transform: false</c>.</param>
    public SchemaResult Load(EntitySchema schema, JsonObject input, bool isTransformed = false) =>
        Process(schema, (JsonObject)input.DeepClone(), new Write(input, Current: null, KeepsTimes: true, isTransformed));

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
        return Process(schema, record, new Write(changes, current));
    }

    /// <summary>Checks an input without making anything of it: <c>/schemas/{entity}/validate</c>.</summary>
    public SchemaErrors? Validate(EntitySchema schema, JsonObject input) =>
        ExpandShorthands(schema, input) ?? Insert(schema, input).Errors;

    /// <summary>Defaults and rules of a record that is no entity, such as the node's settings.</summary>
    /// <param name="schema">The record.</param>
    /// <param name="record">The input, changed in place.</param>
    public SchemaErrors? Process(RecordSchema schema, JsonObject record) =>
        _records.Process(schema, record, isUpdate: false) is { } errors ? new SchemaErrors(errors) : null;

    private SchemaResult Process(EntitySchema schema, JsonObject record, in Write write)
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

        if (fields.Find("updated_at") is null)
        {
            // Everybody may send back what other entities show.
            record.Remove("updated_at");
        }

        bool hasTtl = TakeTtl(schema, record, out double ttl, out string? ttlError);
        FillAutomatic(fields, record, write);
        JsonObject? errors = _records.Process(fields, record, write.IsUpdate);
        if (ttlError is not null)
        {
            (errors ??= [])["ttl"] = ttlError;
        }

        CheckTransformations(schema, record, write, ref errors);

        if (errors is not null)
        {
            return new SchemaResult(null, new SchemaErrors(errors));
        }

        foreach (CouplingAttribute coupling in fields.Couplings)
        {
            coupling.Apply(record);
        }

        DateTimeOffset? expiry = hasTtl ? ExpiryOf(ttl) : (write.Current as IExpiring)?.ExpiresAt;
        IReadOnlyList<TransformationAttribute> transformations = write.IsTransformed ? [] : schema.Transformations;
        IEntity? asGiven = write.KeepsTimes && transformations.Count > 0 ? Bind(schema, record, expiry) : null;
        foreach (TransformationAttribute transformation in transformations)
        {
            transformation.ApplyTo(record, write.Given);
        }

        return new SchemaResult(Bind(schema, record, expiry), null) { AsGiven = asGiven };
    }

    private static IEntity Bind(EntitySchema schema, JsonObject record, DateTimeOffset? expiry)
    {
        IEntity entity = schema.Bind(record);
        return entity is IExpiring expiring ? expiring.WithExpiry(expiry) : entity;
    }

    private void CheckTransformations(EntitySchema schema, JsonObject record, in Write write, ref JsonObject? errors)
    {
        if (schema.Transformations.Count == 0)
        {
            return;
        }

        JsonObject? current = write.Current is { } entity ? schema.ToJson(entity, clock.GetUtcNow()) : null;
        foreach (TransformationAttribute transformation in schema.Transformations)
        {
            if (transformation.Check(record, write.Given, current) is { } error)
            {
                RecordProcessor.Put(errors ??= [], error);
            }
        }
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

    private void FillAutomatic(RecordSchema schema, JsonObject record, in Write write)
    {
        foreach (Field field in schema.Fields)
        {
            if (field.Auto is null)
            {
                continue;
            }

            bool given = record.TryGetPropertyValue(field.Name, out JsonNode? value);
            bool always = field.Auto.OnUpdate && !(write.KeepsTimes && value is not null);
            if (always || (!write.IsUpdate && (!given || (value is null && (field.Uuid || field.Type != FieldType.String)))))
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

    /// <summary>A write to process.</summary>
    /// <param name="Given">What the user gave.</param>
    /// <param name="Current">The entity as it is; null: there is none.</param>
    /// <param name="KeepsTimes">True when given times stay.</param>
    /// <param name="IsTransformed">True when values are in their stored form already.</param>
    private readonly record struct Write(JsonObject Given, IEntity? Current, bool KeepsTimes = false, bool IsTransformed = false)
    {
        public bool IsUpdate => Current is not null;
    }
}
