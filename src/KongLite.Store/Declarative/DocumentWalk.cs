using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Declarative;

/// <summary>Takes a document apart into its entities, and finds what does not look like one.</summary>
internal sealed class DocumentWalk
{
    private const string Comment = "_comment";
    private const string Ignore = "_ignore";

    // Kong's exports have them; no row of them is kept here.
    private static readonly string[] Unused = ["workspaces", "parameters"];

    private readonly SchemaCatalog _catalog;
    private readonly int _mostEntities;
    private readonly ILookup<string, (EntitySchema Child, Field Field)> _children;
    private readonly List<DocumentEntity> _found = [];
    private int _faults;

    public DocumentWalk(SchemaCatalog catalog, int mostEntities)
    {
        _catalog = catalog;
        _mostEntities = mostEntities;
        _children = catalog.Entities
            .SelectMany(child => child.ForeignFields.Select(field => (Child: child, Field: field)))
            .ToLookup(link => link.Field.Reference!, StringComparer.Ordinal);
    }

    /// <summary>The entities, each after the one that it is nested in.</summary>
    public IReadOnlyList<DocumentEntity> Found => _found;

    /// <summary>True when there are more entities than are taken; the rest was not looked at.</summary>
    public bool HasTooMany => _found.Count > _mostEntities;

    /// <summary>Takes the root apart.</summary>
    /// <returns>Errors of root keys and lists; those of entities stand with them.</returns>
    public JsonObject Read(JsonObject root)
    {
        var errors = new JsonObject();
        foreach ((string name, JsonNode? value) in root)
        {
            string? error = name switch
            {
                DeclarativeReader.FormatVersion => FormatError(value),
                DeclarativeReader.Transform => value is null || value.AsBoolean() is not null ? null : "expected a boolean",
                Comment or Ignore => RemarkError(name, value),
                _ when _catalog.Find(name) is { } schema => ReadList(schema, value, null, null),
                _ when Unused.Contains(name) => ListError(value),
                _ => "unknown field",
            };
            Put(errors, name, error);
        }

        if (!root.ContainsKey(DeclarativeReader.FormatVersion))
        {
            errors[DeclarativeReader.FormatVersion] = "required field missing";
        }

        return errors;
    }

    private static string? FormatError(JsonNode? value) => value is null ? "required field missing" : value.AsText() switch
    {
        null => "expected a string",
        "1.1" or "2.1" or "3.0" => null,
        _ => "expected one of: 1.1, 2.1, 3.0",
    };

    private static string? RemarkError(string name, JsonNode? value) =>
        name == Ignore ? ListError(value) : value is null || value.AsText() is not null ? null : "expected a string";

    // An empty object is what an empty list looks like in Lua.
    private static string? ListError(JsonNode? value) => value is null or JsonArray or JsonObject { Count: 0 } ? null : "expected an array";

    private static void Put(JsonObject errors, string name, string? error)
    {
        if (error is not null)
        {
            errors[name] = error;
        }
    }

    private string? ReadList(EntitySchema schema, JsonNode? value, DocumentEntity? parent, string? parentField)
    {
        if (value is not JsonArray list)
        {
            return ListError(value);
        }

        for (int i = 0; i < list.Count && !HasTooMany; i++)
        {
            ReadEntity(schema, list[i], i, parent, parentField);
        }

        return null;
    }

    private void ReadEntity(EntitySchema schema, JsonNode? value, int position, DocumentEntity? parent, string? parentField)
    {
        JsonObject? input = value is JsonArray { Count: 0 } ? [] : value as JsonObject;
        if (input is null)
        {
            if (++_faults > DeclarativeReader.MostFaulty)
            {
                return;
            }

            string fault = value is null ? "required field missing" : "expected a record";
            _found.Add(new DocumentEntity { Schema = schema, Parent = parent, Position = position, Record = [], Fault = fault });
            return;
        }

        var record = new JsonObject();
        var nested = new List<(string Name, (EntitySchema Child, Field Field) Link, JsonNode? Value)>();
        var errors = new JsonObject();
        foreach ((string name, JsonNode? each) in input)
        {
            (EntitySchema Child, Field Field) link = _children[schema.Name].FirstOrDefault(child => child.Child.Name == name);
            if (name is Comment or Ignore)
            {
                Put(errors, name, RemarkError(name, each));
            }
            else if (link.Child is not null && schema.Record.Find(name) is null or { Transient: true })
            {
                nested.Add((name, link, each));
            }
            else
            {
                record[name] = each?.DeepClone();
            }
        }

        // A file that the node wrote has every field, and null for a row that lives for ever.
        if (schema.Ttl && record.TryGetPropertyValue("ttl", out JsonNode? ttl) && ttl is null)
        {
            record.Remove("ttl");
        }

        Guid id = IdOf(schema, record, parent, parentField, out bool isRandom);
        var entity = new DocumentEntity
        {
            Schema = schema,
            Parent = parent,
            ParentField = parentField,
            Position = position,
            Id = id,
            HasRandomId = isRandom,
            Record = record,
            Input = input,
            NestedNames = nested.Count == 0 ? [] : [.. nested.Select(each => each.Name)],
            Errors = errors,
        };
        if (parent is not null)
        {
            record[parentField!] = new JsonObject { ["id"] = parent.Id.ToString("D") };
        }

        _found.Add(entity);
        foreach ((string name, (EntitySchema child, Field field), JsonNode? children) in nested)
        {
            Put(errors, name, ReadList(child, children, entity, field.Name));
        }
    }

    private static Guid IdOf(EntitySchema schema, JsonObject record, DocumentEntity? parent, string? parentField, out bool isRandom)
    {
        isRandom = false;
        if (record["id"] is { } given)
        {
            // A wrong one is the processor's to report.
            isRandom = !Uuids.TryParse(given.AsText(), out Guid known);
            return isRandom ? Guid.NewGuid() : known;
        }

        Guid? stable = StableIds.Of(schema, record, parentField, parent?.Id ?? default);
        isRandom = stable is null;
        Guid id = stable ?? Guid.NewGuid();
        record["id"] = id.ToString("D");
        return id;
    }
}
