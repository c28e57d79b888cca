using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;

namespace KongLite.Sdk.Schema;

/// <summary>What the schema engine knows of an entity. One instance for each record type, read once.</summary>
public sealed class EntitySchema
{
    private static readonly ConcurrentDictionary<Type, EntitySchema> Known = new();
    private readonly EntityAttribute _attribute;
    private readonly Dictionary<string, Func<IEntity, object?>> _getters;

    private EntitySchema(Type type)
    {
        _attribute = type.GetCustomAttribute<EntityAttribute>()
            ?? throw new InvalidOperationException($"{type.Name} is not an entity: it has no [Entity]");
        Record = SchemaReader.Read(type);
        _getters = SchemaReader.Getters(type);
        ForeignFields = [.. Record.Fields.Where(field => field.Type == FieldType.Foreign)];
        Transformations = [.. type.GetCustomAttributes<TransformationAttribute>()];
        UniqueFields = [.. Record.Fields.Where(field => field.Unique)];
    }

    /// <summary>Internal name, plural: <c>services</c>.</summary>
    public string Name => _attribute.Name;

    /// <summary>Collection segment of the Admin API.</summary>
    public string AdminName => _attribute.AdminName ?? Name;

    /// <summary>Name of the entity's table in a database.</summary>
    public string Table => _attribute.Table ?? Name;

    /// <summary>False when the Admin API does not know the entity.</summary>
    public bool HasAdminApi => _attribute.HasAdminApi;

    /// <summary>Segment below a parent.</summary>
    public string NestedName => _attribute.NestedName ?? AdminName;

    /// <summary>The unique field that may stand for the id in paths; null: none.</summary>
    public string? EndpointKey => _attribute.EndpointKey;

    /// <summary>The field that may stand for the id below a parent, where alone it is unique; null: as at the top level.</summary>
    public string? NestedKey => _attribute.NestedKey;

    /// <summary>The fields that are unique together; empty: none.</summary>
    public IReadOnlyList<string> CacheKey => _attribute.CacheKey;

    /// <summary>True when rows may expire.</summary>
    public bool Ttl => _attribute.Ttl;

    /// <summary>True when no node holds all rows.</summary>
    public bool OnDemand => _attribute.OnDemand;

    /// <summary>Fields and rules.</summary>
    public RecordSchema Record { get; }

    /// <summary>The fields that refer to other entities.</summary>
    public IReadOnlyList<Field> ForeignFields { get; }

    /// <summary>The fields that are unique by themselves.</summary>
    public IReadOnlyList<Field> UniqueFields { get; }

    /// <summary>What happens to values on their way into the store.</summary>
    internal IReadOnlyList<TransformationAttribute> Transformations { get; }

    /// <summary>The schema of an entity record.</summary>
    public static EntitySchema Of<T>() where T : IEntity => Of(typeof(T));

    /// <summary>The schema of an entity record.</summary>
    /// <exception cref="InvalidOperationException">The type is not an entity or declares a field that cannot be read.</exception>
    public static EntitySchema Of(Type type) => Known.GetOrAdd(type, static each => new EntitySchema(each));

    /// <summary>The value of a field as the record holds it: <see cref="Guid"/> for foreign keys, .NET lists for lists.</summary>
    public object? Read(IEntity entity, string field) => _getters[field](entity);

    /// <summary>The record that a processed object stands for.</summary>
    public IEntity Bind(JsonObject value) => (IEntity)Record.Bind(value);

    /// <summary>The record that a processed object stands for.</summary>
    /// <param name="utf8">The object as JSON text.</param>
    public IEntity Bind(ReadOnlySpan<byte> utf8) => (IEntity)Record.Bind(utf8);

    /// <summary>The entity as it is stored: every field, unset ones null, and <c>ttl</c> as the whole seconds that remain.</summary>
    public JsonObject ToJson(IEntity entity, DateTimeOffset now)
    {
        var json = (JsonObject)JsonSerializer.SerializeToNode(entity, Record.Type, SchemaJson.Options)!;
        if (Ttl)
        {
            json["ttl"] = ((IExpiring)entity).ExpiresAt is { } expiry
                ? Math.Max(0, (long)Math.Floor((expiry - now).TotalSeconds)) : null;
        }

        return json;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({Record.Type.Name})");
}
