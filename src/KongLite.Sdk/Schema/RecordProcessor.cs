using System.Text.Json.Nodes;
using FluentValidation.Results;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Sdk.Schema;

/// <summary>The two passes over a record: each field by itself on the raw JSON, then the cross-field rules on the bound record.</summary>
internal sealed class RecordProcessor(SchemaCatalog catalog)
{
    internal const string Missing = "required field missing";
    internal const string UnknownField = "unknown field";

    /// <summary>Fills in defaults, puts values into their normal form and collects every error.</summary>
    /// <returns>The error tree; null when there is nothing to report.</returns>
    public JsonObject? Process(RecordSchema schema, JsonObject record, bool isUpdate)
    {
        JsonNode? errors = ProcessRecord(schema, record, isUpdate, out _);
        // A message on the record itself has no field to stand on at the top level.
        return errors as JsonObject ?? (errors is null ? null : new JsonObject { [SchemaErrors.EntityKey] = new JsonArray(errors) });
    }

    /// <summary>Adds a cross-field message.</summary>
    public static void Put(JsonObject errors, string message)
    {
        if (errors[SchemaErrors.EntityKey] is not JsonArray list)
        {
            errors[SchemaErrors.EntityKey] = list = [];
        }

        list.Add(message);
    }

    private JsonNode? ProcessRecord(RecordSchema schema, JsonObject record, bool isUpdate, out bool bindable)
    {
        JsonObject? errors = null;
        var failed = new HashSet<string>(StringComparer.Ordinal);
        var unbound = new HashSet<string>(StringComparer.Ordinal);
        var mistyped = new HashSet<string>(StringComparer.Ordinal);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        // From the end: removing from the front moves all the rest each time.
        foreach ((string name, _) in record.Where(each => schema.Find(each.Key) is null).Reverse().ToList())
        {
            (errors ??= [])[name] = UnknownField;
            record.Remove(name);
        }

        foreach (Field field in schema.Fields)
        {
            bool given = record.Remove(field.Name, out JsonNode? value) && !(value is null && field.NullMeansDefault);
            Outcome outcome = ProcessValue(field, given ? value : DefaultOf(field, isUpdate), isUpdate);
            record[field.Name] = outcome.Value;
            if (outcome.Error is not null)
            {
                (errors ??= [])[field.Name] = outcome.Error;
                failed.Add(field.Name);
            }

            if (!outcome.Bindable)
            {
                unbound.Add(field.Name);
            }

            if (outcome.IsMistyped)
            {
                mistyped.Add(field.Name);
            }

            if (!given && outcome.Error is not null)
            {
                missing.Add(field.Name);
            }
        }

        bindable = unbound.Count == 0;
        var context = new CheckContext(record, failed, unbound, mistyped, isUpdate) { Errors = errors, Missing = missing };
        foreach (RecordCheck check in schema.Checks)
        {
            if (RunCheck(schema, check, record, context, ref errors) is { } whole)
            {
                return whole;
            }
        }

        return errors;
    }

    private static JsonNode? DefaultOf(Field field, bool isUpdate) => field switch
    {
        { Default: { } value } => value.DeepClone(),
        { Type: FieldType.Record, Required: true } => new JsonObject(),
        { Type: FieldType.String, Auto: not null, Uuid: false } when !isUpdate => RandomKey.Create(),
        _ => null,
    };

    private Outcome ProcessValue(Field field, JsonNode? value, bool isUpdate)
    {
        if (value is null)
        {
            return field.Required ? Outcome.Mistyped(null, Missing) : Outcome.Fine(null);
        }

        // Before the type: whatever it is, it should not be there.
        if (field.Constraints is [MustBeNullAttribute refusal, ..])
        {
            return Outcome.Mistyped(value, refusal.Check(value)!);
        }

        if (field.Referenceable && VaultReference.Is(value.AsText()))
        {
            return Outcome.Fine(value);
        }

        Outcome outcome = field.Type switch
        {
            FieldType.String => ProcessText(field, value),
            FieldType.Integer => ProcessInteger(field, value),
            FieldType.Number => value.AsNumber() is { } number && double.IsFinite(number) ? Outcome.Fine(value) : Outcome.Mistyped(value, "expected a number"),
            FieldType.Boolean => value.AsBoolean() is not null ? Outcome.Fine(value) : Outcome.Mistyped(value, "expected a boolean"),
            FieldType.Array or FieldType.Set => ProcessList(field, value, isUpdate),
            FieldType.Map => ProcessMap(field, value, isUpdate),
            FieldType.Record => ProcessInner(field, value, isUpdate),
            FieldType.Foreign => new ForeignKeyProcessor(catalog, ProcessValue).Process(field, value),
            _ => Outcome.Fine(value),
        };
        return outcome.Error is null ? CheckRules(field, outcome) : outcome;
    }

    private Outcome CheckRules(Field field, Outcome outcome)
    {
        foreach (ConstraintAttribute rule in field.Constraints)
        {
            if (catalog.HasDatabase && rule is OneOfWithoutDatabaseAttribute)
            {
                continue;
            }

            if (rule.Check(outcome.Value!) is { } error)
            {
                // The members of an enum are all that the record's property can hold.
                return outcome with { Error = field.Error ?? error, Bindable = outcome.Bindable && !(field.ClrType.IsEnum && rule is OneOfAttribute) };
            }
        }

        return outcome;
    }

    private static Outcome ProcessText(Field field, JsonNode value)
    {
        if (value.AsText() is not { } text)
        {
            return Outcome.Mistyped(value, "expected a string");
        }

        if (Utf8Text.Check(text) is { } broken)
        {
            return Outcome.Mistyped(value, broken);
        }

        if (!field.Uuid)
        {
            return Outcome.Fine(value);
        }

        return Uuids.TryParse(text, out Guid id) ? Outcome.Fine(id.ToString("D")) : Outcome.Mistyped(value, Uuids.Error);
    }

    private Outcome ProcessInteger(Field field, JsonNode value)
    {
        if (value.AsNumber() is not { } number || !double.IsFinite(number) || number != Math.Floor(number))
        {
            return Outcome.Mistyped(value, "expected an integer");
        }

        // Doubles hold integers exactly up to 2^53.
        double largest = field.ClrType == typeof(int) ? int.MaxValue : 9007199254740992;
        if (Math.Abs(number) > largest)
        {
            Outcome checkedByRules = CheckRules(field, Outcome.Fine(value));
            return Outcome.Mistyped(value, checkedByRules.Error ?? "expected an integer");
        }

        return Outcome.Fine((long)number);
    }

    private Outcome ProcessList(Field field, JsonNode value, bool isUpdate)
    {
        if (value is JsonObject { Count: 0 })
        {
            value = new JsonArray();
        }

        if (value is not JsonArray list)
        {
            return Outcome.Mistyped(value, field.Type == FieldType.Set ? "expected a set" : "expected an array");
        }

        // Duplicates go first: they do not count in the positions of errors.
        JsonNode?[] elements = field.Type == FieldType.Set ? [.. list.DistinctBy(each => each?.ToJsonString())] : [.. list];
        list.Clear();
        var errors = new JsonArray();
        int lastError = -1;
        bool bindable = true;
        for (int i = 0; i < elements.Length; i++)
        {
            Outcome outcome = ProcessValue(field.Elements!, elements[i], isUpdate);
            bindable &= outcome.Bindable;
            if (outcome.Error is not null)
            {
                lastError = errors.Count;
            }

            errors.Add(outcome.Error);
            list.Add(outcome.Value);
        }

        while (errors.Count > lastError + 1)
        {
            errors.RemoveAt(errors.Count - 1);
        }

        return new Outcome(list, lastError < 0 ? null : errors, bindable);
    }

    // The first key or value that fails gives the message, whichever it is; Kong names neither.
    private Outcome ProcessMap(Field field, JsonNode value, bool isUpdate)
    {
        if (value is JsonArray { Count: 0 })
        {
            value = new JsonObject();
        }

        if (value is not JsonObject map)
        {
            // To Kong a list is a table whose keys are numbers.
            return Outcome.Mistyped(value, value is JsonArray ? "expected a string" : "expected a map");
        }

        JsonNode? error = null;
        bool bindable = true;
        foreach ((string key, JsonNode? each) in map.ToList())
        {
            Outcome name = ProcessValue(field.Keys!, key, isUpdate);
            map.Remove(key);
            Outcome outcome = ProcessValue(field.Elements!, each, isUpdate);
            map[key] = outcome.Value;
            bindable &= outcome.Bindable;
            error ??= name.Error ?? outcome.Error;
        }

        return new Outcome(map, error, bindable);
    }

    private Outcome ProcessInner(Field field, JsonNode value, bool isUpdate)
    {
        if (value is JsonArray { Count: 0 })
        {
            value = new JsonObject();
        }

        if (value is JsonArray list)
        {
            return Outcome.Mistyped(value, new JsonArray([.. list.Select(_ => JsonValue.Create(UnknownField))]));
        }

        if (value is not JsonObject record)
        {
            return Outcome.Mistyped(value, "expected a record");
        }

        if (field.Record is not { } schema)
        {
            return Outcome.Fine(record);
        }

        JsonNode? errors = ProcessRecord(schema, record, isUpdate, out bool bindable);
        return new Outcome(record, errors, bindable);
    }

    private static JsonNode? RunCheck(RecordSchema schema, RecordCheck check, JsonObject record, CheckContext context, ref JsonObject? errors)
    {
        RecordSchema target = schema;
        JsonObject raw = record;
        if (check.Prefix is { } prefix)
        {
            if (schema.Find(prefix)?.Record is not { } inner || record[prefix] is not (JsonObject or null))
            {
                return null;
            }

            (target, raw) = (inner, record[prefix] as JsonObject ?? []);
            context = Inner(inner, raw, errors?[prefix], context);
        }

        var bound = (JsonObject)raw.DeepClone();
        foreach (string name in context.Unbound)
        {
            bound.Remove(name);
        }

        string path = check.Prefix is null ? string.Empty : check.Prefix + ".";
        foreach (ValidationFailure failure in check.Checks.Run(target.Bind(bound), context, path))
        {
            // Kong asks what it calls custom validators of a record only when nothing else is wrong with it.
            if (failure.CustomState is ErrorPlace.Record && check.Prefix is null && errors is not null)
            {
                continue;
            }

            errors ??= [];
            switch (failure.CustomState)
            {
                case ErrorPlace.Record when check.Prefix is null:
                    return failure.ErrorMessage;
                case ErrorPlace.Record:
                    errors[check.Prefix!] = failure.ErrorMessage;
                    break;
                case ErrorPlace.Field:
                    Put(errors, path + failure.PropertyName, failure.ErrorMessage);
                    break;
                default:
                    Put(errors, failure.ErrorMessage);
                    break;
            }
        }

        return null;
    }

    // Of a record that is null, Kong says what else it misses.
    private static CheckContext Inner(RecordSchema schema, JsonObject value, JsonNode? error, CheckContext outer)
    {
        IEnumerable<string> failed = error switch
        {
            null => [],
            JsonObject errors => errors.Select(each => each.Key),
            _ => schema.Fields.Select(field => field.Name),
        };
        HashSet<string> names = failed.ToHashSet(StringComparer.Ordinal);
        HashSet<string> unbound = error is JsonObject ? BindableFields.Missing(schema, value, names) : names;
        return new CheckContext(value, names, unbound, Mistyped: unbound, outer.IsUpdate) { Errors = error as JsonObject };
    }

    // What the rule says of a field takes the place of the field's own error, as in Kong.
    private static void Put(JsonObject errors, string path, string message)
    {
        string[] steps = path.Split('.');
        JsonObject place = errors;
        foreach (string step in steps[..^1])
        {
            if (place[step] is not JsonObject next)
            {
                place[step] = next = [];
            }

            place = next;
        }

        place[steps[^1]] = message;
    }
}

/// <summary>A value after its own rules.</summary>
/// <param name="Value">The value in its normal form.</param>
/// <param name="Error">What is wrong with it; null: nothing.</param>
/// <param name="Bindable">False when the record's property cannot hold it.</param>
/// <param name="IsMistyped">True when it has another type than the field.</param>
internal readonly record struct Outcome(JsonNode? Value, JsonNode? Error, bool Bindable, bool IsMistyped = false)
{
    public static Outcome Fine(JsonNode? value) => new(value, null, Bindable: true);

    public static Outcome Mistyped(JsonNode? value, JsonNode error) => new(value, error, Bindable: false, IsMistyped: true);
}
