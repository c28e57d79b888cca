using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Store.Memory;

namespace KongLite.Store.Declarative;

/// <summary>Finds entities of a document that share what no two may share, and reports them beside dangling references.</summary>
internal sealed class DocumentKeys
{
    private readonly Dictionary<EntitySchema, IReadOnlyList<UniqueConstraint>> _constraints = [];
    private readonly HashSet<(string Schema, Guid Id)> _ids = [];
    private readonly HashSet<(UniqueConstraint Constraint, string Key)> _taken = [];
    private readonly JsonObject _errors = [];
    private readonly OrderedDictionary<DocumentEntity, JsonObject> _byEntity = [];
    private readonly Dictionary<string, string> _masked = [];

    /// <summary>The errors among entities; null: none.</summary>
    public static DeclarativeErrors? Check(IReadOnlyList<DocumentEntity> entities, DocumentReferences references)
    {
        var keys = new DocumentKeys();
        foreach (DocumentEntity entity in entities.TakeWhile(_ => keys._byEntity.Count < DeclarativeReader.MostFaulty))
        {
            keys.Check(entity);
        }

        foreach (DanglingReference reference in references.Dangling.Take(DeclarativeReader.MostFaulty))
        {
            keys.ListOf(reference.Entity).Add(reference.Message);
            keys.Put(reference.Entity, reference.Field, reference.Message);
        }

        return keys._byEntity.Count == 0 ? null : DeclarativeErrors.OfKeys(keys._errors, keys._byEntity, keys._masked);
    }

    private void Check(DocumentEntity entity)
    {
        if (!_constraints.TryGetValue(entity.Schema, out IReadOnlyList<UniqueConstraint>? constraints))
        {
            // The endpoint key first: of two faults in one entity, Kong tells that one.
            constraints = [.. UniqueConstraint.Of(entity.Schema).OrderByDescending(each => IsEndpointKey(entity, each))];
            _constraints[entity.Schema] = constraints;
        }

        bool isNew = _ids.Add((entity.Schema.Name, entity.Id));
        foreach (UniqueConstraint constraint in constraints)
        {
            if (constraint.KeyOf(entity.Entity!) is not { } key || _taken.Add((constraint, key)))
            {
                continue;
            }

            if (IsEndpointKey(entity, constraint))
            {
                PutAtPosition(entity, Message(entity, constraint, key));
                return;
            }

            if (isNew)
            {
                JsonObject values = constraint.Describe(entity.Entity!);
                string shown = constraint.Fields.Count == 1 ? key : KeyTable.Line(values);
                string message = Message(entity, constraint, shown);
                KeyedErrors(entity)[entity.Label] = message;
                Put(entity, FlattenedErrors.OfEntity, message);
            }
        }

        if (!isNew)
        {
            PutAtPosition(entity, Message(entity, "primary key", entity.Id.ToString("D")));
        }
    }

    private static bool IsEndpointKey(DocumentEntity entity, UniqueConstraint constraint) =>
        constraint.Fields is [var only] && only == entity.Schema.EndpointKey;

    private static string Message(DocumentEntity entity, string field, string value) =>
        $"uniqueness violation: '{entity.Schema.Name}' entity with {field} set to '{value}' already declared";

    private string Message(DocumentEntity entity, UniqueConstraint constraint, string value)
    {
        string fields = string.Join(", ", constraint.Fields);
        string message = Message(entity, fields, value);
        if (HoldsSecrets(entity))
        {
            _masked[message] = Message(entity, fields, "******");
        }

        return message;
    }

    // What plugins bring is credentials, tokens and the like.
    private static bool HoldsSecrets(DocumentEntity entity) => entity.Schema.Record.Type.Assembly != typeof(Service).Assembly;

    private void Put(DocumentEntity entity, string name, string message)
    {
        if (!_byEntity.TryGetValue(entity, out JsonObject? errors))
        {
            _byEntity[entity] = errors = [];
        }

        errors.TryAdd(name, message);
    }

    private void PutAtPosition(DocumentEntity entity, string message)
    {
        Put(entity, FlattenedErrors.OfEntity, message);
        JsonObject place = _errors;
        foreach (DocumentEntity step in Ancestors(entity))
        {
            place = At(place, step) as JsonObject ?? Set(place, step, new JsonObject());
        }

        if (At(place, entity) is null)
        {
            Set(place, entity, JsonValue.Create(message));
        }
    }

    private JsonArray ListOf(DocumentEntity entity)
    {
        JsonObject errors = KeyedErrors(entity);
        if (errors[entity.Label] is not JsonArray list)
        {
            errors[entity.Label] = list = [];
        }

        return list;
    }

    // A list of positions that also has to hold names becomes an object, with the positions as names.
    private JsonObject KeyedErrors(DocumentEntity entity)
    {
        string name = entity.Schema.Name;
        if (HoldsSecrets(entity))
        {
            _masked[entity.Label] = entity.Id.ToString("D");
        }

        if (_errors[name] is JsonArray positions)
        {
            var keyed = new JsonObject();
            for (int i = 0; i < positions.Count; i++)
            {
                if (positions[i] is { } each)
                {
                    keyed[(i + 1).ToString(CultureInfo.InvariantCulture)] = each.DeepClone();
                }
            }

            _errors[name] = keyed;
        }

        return _errors[name] as JsonObject ?? (JsonObject)(_errors[name] = new JsonObject());
    }

    private static IEnumerable<DocumentEntity> Ancestors(DocumentEntity entity) =>
        entity.Parent is null ? [] : [.. Ancestors(entity.Parent), entity.Parent];

    private static JsonNode? At(JsonObject place, DocumentEntity step) => place[step.Schema.Name] switch
    {
        JsonArray list => step.Position < list.Count ? list[step.Position] : null,
        JsonObject map => map[(step.Position + 1).ToString(CultureInfo.InvariantCulture)],
        _ => null,
    };

    private static T Set<T>(JsonObject place, DocumentEntity step, T value) where T : JsonNode
    {
        if (place[step.Schema.Name] is JsonObject map)
        {
            map[(step.Position + 1).ToString(CultureInfo.InvariantCulture)] = value;
            return value;
        }

        if (place[step.Schema.Name] is not JsonArray list)
        {
            place[step.Schema.Name] = list = [];
        }

        while (list.Count <= step.Position)
        {
            list.Add(null);
        }

        list[step.Position] = value;
        return value;
    }
}
