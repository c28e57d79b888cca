using System.Globalization;
using System.Text.Json.Nodes;
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
    private IReadOnlyList<object>? _first;

    /// <summary>The errors among entities; null: none.</summary>
    public static DeclarativeErrors? Check(IReadOnlyList<DocumentEntity> entities, DocumentReferences references)
    {
        var keys = new DocumentKeys();
        foreach (DocumentEntity entity in entities)
        {
            keys.Check(entity);
        }

        foreach ((DocumentEntity entity, string message) in references.Dangling)
        {
            keys.ListOf(entity).Add(message);
        }

        return keys._first is null ? null : DeclarativeErrors.Of(keys._errors, keys._first);
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
                PutAtPosition(entity, Message(entity, constraint.Fields[0], key));
                return;
            }

            if (isNew)
            {
                JsonObject values = constraint.Describe(entity.Entity!);
                string shown = constraint.Fields.Count == 1 ? key : KeyTable.Line(values);
                KeyedErrors(entity)[entity.Label] = Message(entity, string.Join(", ", constraint.Fields), shown);
                _first ??= entity.Place;
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

    private void PutAtPosition(DocumentEntity entity, string message)
    {
        _first ??= entity.Place;
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
        _first ??= entity.Place;
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
