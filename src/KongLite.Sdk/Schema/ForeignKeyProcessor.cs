using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema;

/// <summary>Reads references to other entities: <c>{"id": "…"}</c>, of which other members are left out.</summary>
internal sealed class ForeignKeyProcessor(SchemaCatalog catalog, Func<Field, JsonNode?, bool, Outcome> processValue)
{
    private const string NoKey = "missing primary key";
    // Every entity has one, also an entity that the node does not know.
    private static readonly Field Id = new() { Name = "id", Type = FieldType.String, Uuid = true };

    public Outcome Process(Field field, JsonNode value)
    {
        if (value is JsonArray { Count: 0 })
        {
            value = new JsonObject();
        }

        if (value is not JsonObject key)
        {
            return Outcome.Mistyped(value, new JsonObject { ["id"] = NoKey });
        }

        if (Uuids.TryParse(key["id"].AsText(), out Guid id))
        {
            return Outcome.Fine(new JsonObject { ["id"] = id.ToString("D") });
        }

        return Outcome.Mistyped(value, Errors(field, key));
    }

    private JsonObject Errors(Field field, JsonObject key)
    {
        if (catalog.DecidingFieldOf(field.Reference!) is { } deciding && !key.ContainsKey(deciding))
        {
            // Kong looks for the parent's sub-schema before it looks for the key.
            return new JsonObject { [deciding] = RecordProcessor.Missing };
        }

        RecordSchema? parent = catalog.Find(field.Reference!)?.Record;
        var errors = new JsonObject();
        foreach ((string name, JsonNode? each) in key)
        {
            if ((name == Id.Name ? Id : parent?.Find(name)) is not { } known)
            {
                errors[name] = RecordProcessor.UnknownField;
            }
            else if (each is not null && processValue(known, each.DeepClone(), false).Error is { } error)
            {
                errors[name] = error;
            }
        }

        if (errors.Count == 0)
        {
            errors["id"] = NoKey;
        }

        return errors;
    }
}
