using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Declarative;

/// <summary>Errors entity by entity, each beside its entity as the document has it: Kong's <c>flattened_errors</c>.</summary>
/// <param name="entities">The faulty entities with their errors.</param>
/// <param name="rest">Errors that belong to no entity.</param>
/// <param name="hasIds">Whether entities show the ids that were derived for them; while the schema is wrong there are none yet.</param>
internal sealed class FlattenedErrors(OrderedDictionary<DocumentEntity, JsonObject> entities, JsonObject rest, bool hasIds)
{
    /// <summary>Name of the errors that are about an entity as a whole.</summary>
    public const string OfEntity = "@entity";

    /// <summary>Errors that belong to no entity, as <c>fields</c> shows them.</summary>
    public JsonObject Rest { get; } = WithFaults(rest, entities.Keys);

    /// <summary>The list.</summary>
    public JsonArray ToJson()
    {
        var items = new JsonArray();
        foreach ((DocumentEntity entity, JsonObject errors) in entities)
        {
            if (entity.Input is not null)
            {
                Add(items, entity, errors);
            }
        }

        return items;
    }

    private void Add(JsonArray items, DocumentEntity entity, JsonObject errors)
    {
        JsonObject shown = Show(entity);
        JsonArray own = [];
        foreach ((string name, JsonNode? error) in errors)
        {
            if (entity.NestedNames.Contains(name) && error is JsonArray children)
            {
                // Children that are objects have items of their own.
                Collect(own, name, new JsonArray([.. children.Select(child => child is JsonValue ? child.DeepClone() : null)]));
            }
            else if (entity.Schema.Record.Find(name)?.Reference is { } parent && entity.Input![name] is JsonObject key)
            {
                AddItem(items, parent, (JsonObject)key.DeepClone(), Errors(null, error is JsonObject ? error : new JsonObject { [OfEntity] = error?.DeepClone() }));
            }
            else
            {
                Collect(own, name, error);
            }
        }

        AddItem(items, entity.Schema.Name, shown, own);
    }

    private JsonObject Show(DocumentEntity entity)
    {
        var shown = new JsonObject();
        foreach ((string name, JsonNode? value) in entity.Input!)
        {
            bool isReference = value is JsonObject && entity.Schema.Record.Find(name)?.Reference is not null;
            JsonNode? each = isReference ? KeyOf(value!["id"]) : value?.DeepClone();
            if (!entity.NestedNames.Contains(name) && !(isReference && each is null))
            {
                shown[name] = each;
            }
        }

        if (hasIds && !entity.HasRandomId)
        {
            shown["id"] = entity.Id.ToString("D");
        }

        if (entity.Parent is { } parent && !entity.Input!.ContainsKey(entity.ParentField!))
        {
            JsonNode? id = hasIds && !parent.HasRandomId ? parent.Id.ToString("D") : parent.Input!["id"];
            if (KeyOf(id) is { } key)
            {
                shown[entity.ParentField!] = key;
            }
        }

        return shown;
    }

    private static JsonObject? KeyOf(JsonNode? id) => Uuids.TryParse(id.AsText(), out _) ? new JsonObject { ["id"] = id!.DeepClone() } : null;

    private static void AddItem(JsonArray items, string type, JsonObject entity, JsonArray errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        var item = new JsonObject { ["entity_type"] = type.EndsWith('s') ? type[..^1] : type };
        if (entity["name"].AsText() is { Length: > 0 } name)
        {
            item["entity_name"] = name;
        }

        if (Uuids.TryParse(entity["id"].AsText(), out _))
        {
            item["entity_id"] = entity["id"]!.DeepClone();
        }

        if (entity["tags"] is JsonArray tags && tags.All(tag => tag.AsText() is not null))
        {
            item["entity_tags"] = tags.DeepClone();
        }

        item["entity"] = entity;
        item["errors"] = errors;
        items.Add(item);
    }

    private static JsonArray Errors(string? path, JsonNode? error)
    {
        JsonArray errors = [];
        Collect(errors, path, error);
        return errors;
    }

    private static void Collect(JsonArray errors, string? path, JsonNode? error)
    {
        switch (error)
        {
            case JsonObject map:
                foreach ((string name, JsonNode? each) in map)
                {
                    Collect(errors, name == OfEntity ? OfEntity : path is null ? name : $"{path}.{name}", each);
                }

                break;
            case JsonArray list:
                for (int i = 0; i < list.Count; i++)
                {
                    Collect(errors, path == OfEntity ? path : string.Create(CultureInfo.InvariantCulture, $"{path}.{i + 1}"), list[i]);
                }

                break;
            case not null:
                errors.Add(path == OfEntity
                    ? new JsonObject { ["type"] = "entity", ["message"] = error.DeepClone() }
                    : new JsonObject { ["type"] = "field", ["field"] = path, ["message"] = error.DeepClone() });
                break;
        }
    }

    // What is no object cannot be shown as an entity. Nested in one, it is an error of that.
    private static JsonObject WithFaults(JsonObject rest, IEnumerable<DocumentEntity> entities)
    {
        foreach (DocumentEntity entity in entities.Where(each => each is { Fault: not null, Parent: null }))
        {
            if (rest[entity.Schema.Name] is not JsonArray list)
            {
                rest[entity.Schema.Name] = list = [];
            }

            while (list.Count <= entity.Position)
            {
                list.Add(null);
            }

            list[entity.Position] = entity.Fault;
        }

        return rest;
    }
}
