using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.OpenApi;

/// <summary>
/// Examples of requests and of the answers to them. The answers are computed by the schema engine, with a clock that stands still, so that they follow
/// every change of the entities.
/// </summary>
internal sealed class EntityExamples(SchemaCatalog catalog)
{
    /// <summary>The moment of the examples.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SchemaProcessor _processor = new(catalog.Known, new StandingClock());

    /// <summary>A body that creates a row. Null: there is no sample of the entity.</summary>
    public static JsonObject? Request(EntitySchema schema) => EntitySamples.Inputs.GetValueOrDefault(schema.Name)?.DeepClone().AsObject();

    /// <summary>A body that changes a row: its tags, or its first unique field where it has none.</summary>
    public static JsonObject Change(EntitySchema schema) =>
        schema.Record.Find("tags") is not null ? new JsonObject { ["tags"] = new JsonArray("shop", "reviewed") }
        : schema.Ttl ? new JsonObject { ["ttl"] = 7200 }
        : [];

    /// <summary>The answer to <see cref="Request"/>. Null: there is no sample, or it breaks the schema.</summary>
    public JsonObject? Answer(EntitySchema schema) => Answer(schema, changes: null);

    /// <summary>The answer to <see cref="Change"/>. Null: there is no sample, or it breaks the schema.</summary>
    public JsonObject? ChangedAnswer(EntitySchema schema) => Answer(schema, Change(schema));

    /// <summary>What is wrong with an input.</summary>
    public SchemaErrors? Errors(EntitySchema schema, JsonObject input) => _processor.Validate(schema, input);

    private JsonObject? Answer(EntitySchema schema, JsonObject? changes)
    {
        if (Request(schema) is not { } input)
        {
            return null;
        }

        input["id"] = EntitySamples.IdOf(schema.Name).ToString("D");
        SchemaResult result = _processor.Insert(schema, input);
        if (result.Entity is { } created && changes is not null)
        {
            result = _processor.Update(schema, created, changes);
        }

        return result.Entity is { } entity ? catalog.Known.Show(schema, entity, Now) : null;
    }

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
