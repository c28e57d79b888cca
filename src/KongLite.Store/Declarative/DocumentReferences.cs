using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Declarative;

/// <summary>Turns references by name into ids, and finds those that nothing in the document answers to.</summary>
internal sealed class DocumentReferences
{
    private readonly HashSet<(string Schema, Guid Id)> _ids = [];
    private readonly Dictionary<(string Schema, string Key), Guid> _keys = [];
    private readonly List<DanglingReference> _dangling = [];

    public DocumentReferences(IReadOnlyList<DocumentEntity> entities)
    {
        foreach (DocumentEntity entity in entities)
        {
            _ids.Add((entity.Schema.Name, entity.Id));
            if (entity.Schema.EndpointKey is { } name && entity.Record[name].AsText() is { } key)
            {
                _keys.TryAdd((entity.Schema.Name, key), entity.Id);
            }
        }
    }

    /// <summary>The references of entities at the root that point nowhere; those of nested ones are errors of their fields.</summary>
    public IReadOnlyList<DanglingReference> Dangling => _dangling;

    /// <summary>Resolves the references of an entity in place, apart from the one to what it is nested in.</summary>
    public void Resolve(DocumentEntity entity)
    {
        foreach (Field field in entity.Schema.ForeignFields)
        {
            JsonNode? value = entity.Record[field.Name];
            if (field.Name == entity.ParentField || TextOf(value) is not { } text)
            {
                continue;
            }

            if (Find(field.Reference!, value, text) is { } id)
            {
                entity.Record[field.Name] = new JsonObject { ["id"] = id.ToString("D") };
            }
            else if (entity.Parent is not null)
            {
                entity.Errors[field.Name] = "value must be null";
            }
            else
            {
                string shown = value.AsText() ?? value!.ToJsonString(SchemaJson.Options);
                _dangling.Add(new DanglingReference(
                    entity, field.Name, $"invalid reference '{field.Name}: {shown}' (no such entry in '{field.Reference}')"));
                entity.Record[field.Name] = new JsonObject { ["id"] = Guid.Empty.ToString("D") };
            }
        }
    }

    // Other forms are no references; the schema has the words for them.
    private static string? TextOf(JsonNode? value) =>
        value.AsText() ?? (value is JsonObject key && Uuids.TryParse(key["id"].AsText(), out _) ? key["id"].AsText() : null);

    private Guid? Find(string schema, JsonNode? value, string text)
    {
        if (Uuids.TryParse(text, out Guid id) && _ids.Contains((schema, id)))
        {
            return id;
        }

        return value is not JsonObject && _keys.TryGetValue((schema, text), out Guid found) ? found : null;
    }
}

/// <summary>A reference that points nowhere.</summary>
/// <param name="Entity">Who refers.</param>
/// <param name="Field">The field.</param>
/// <param name="Message">Kong's text.</param>
internal readonly record struct DanglingReference(DocumentEntity Entity, string Field, string Message);
