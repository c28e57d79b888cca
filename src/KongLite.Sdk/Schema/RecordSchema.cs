using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Sdk.Schema;

/// <summary>What the schema engine knows of a record: an entity, a plugin's configuration or a record inside either.</summary>
public sealed class RecordSchema
{
    private readonly FrozenDictionary<string, Field> _byName;

    internal RecordSchema(Type type, IReadOnlyList<Field> fields, IReadOnlyList<ShorthandAttribute> shorthands, IReadOnlyList<RecordCheck> checks)
    {
        Type = type;
        Fields = fields;
        Shorthands = shorthands;
        Checks = checks;
        _byName = fields.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>The record type.</summary>
    public Type Type { get; }

    /// <summary>The record's documentation: the type's summary. Null where the XML file is missing.</summary>
    public string? Description => XmlSummaries.Of(Type);

    /// <summary>The fields, in the order of declaration.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>Other input names.</summary>
    public IReadOnlyList<ShorthandAttribute> Shorthands { get; }

    /// <summary>Fields that decide each other's values.</summary>
    internal IReadOnlyList<CouplingAttribute> Couplings { get; init; } = [];

    /// <summary>Cross-field rules.</summary>
    internal IReadOnlyList<RecordCheck> Checks { get; }

    /// <summary>The field of this wire name, or null.</summary>
    public Field? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The record that a processed object stands for.</summary>
    /// <exception cref="JsonException">The object was not processed: a value has another type than its field.</exception>
    public object Bind(JsonObject value) => value.Deserialize(Type, SchemaJson.Options) ?? throw new JsonException("a record is not null");

    /// <summary>The record that a processed object stands for.</summary>
    /// <param name="utf8">The object as JSON text.</param>
    /// <exception cref="JsonException">The object was not processed: a value has another type than its field.</exception>
    public object Bind(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Type, SchemaJson.Options) ?? throw new JsonException("a record is not null");
}
