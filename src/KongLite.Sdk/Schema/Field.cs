using System.Text.Json.Nodes;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Sdk.Schema;

/// <summary>Kong's field types.</summary>
public enum FieldType
{
    /// <summary>A text.</summary>
    String,

    /// <summary>A number without a fraction; <c>5.0</c> is one.</summary>
    Integer,

    /// <summary>Any finite number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A list.</summary>
    Array,

    /// <summary>A list without duplicates.</summary>
    Set,

    /// <summary>An object with keys of the user's choice.</summary>
    Map,

    /// <summary>An object with fields of its own.</summary>
    Record,

    /// <summary>A reference to another entity, <c>{"id": "…"}</c>.</summary>
    Foreign,

    /// <summary>Any JSON value.</summary>
    Any,
}

/// <summary>One field of a record, an element of a list, or a key or value of a map: what <see cref="SchemaReader"/> read from a property.</summary>
public sealed class Field
{
    /// <summary>Wire name; empty for elements, keys and values.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the value.</summary>
    public required FieldType Type { get; init; }

    /// <summary>True when null is an error.</summary>
    public bool Required { get; init; }

    /// <summary>What stands for a missing value; null: nothing does. Never changed: copied on use.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>Rules about the value, in Kong's order of evaluation.</summary>
    public IReadOnlyList<ConstraintAttribute> Constraints { get; init; } = [];

    /// <summary>Type of the elements of a list, or of the values of a map.</summary>
    public Field? Elements { get; init; }

    /// <summary>Type of the keys of a map.</summary>
    public Field? Keys { get; init; }

    /// <summary>Fields of a record; null for an abstract one.</summary>
    public RecordSchema? Record { get; init; }

    /// <summary>Internal name of the entity that a foreign field refers to.</summary>
    public string? Reference { get; init; }

    /// <summary>What deleting the parent does.</summary>
    public OnDelete OnDelete { get; init; }

    /// <summary>True when <c>/schemas</c> shows what deleting the parent does; false where Kong does it by code, in place of its database.</summary>
    public bool SpellsOnDelete { get; init; }

    /// <summary>True when a given null counts as a missing value.</summary>
    internal bool NullMeansDefault { get; init; }

    /// <summary>True when no two rows may share a value.</summary>
    public bool Unique { get; init; }

    /// <summary>How the node fills the field in; null: it does not.</summary>
    public AutoAttribute? Auto { get; init; }

    /// <summary>True when a vault reference may stand for the value.</summary>
    public bool Referenceable { get; init; }

    /// <summary>True when the value must not reach logs.</summary>
    public bool Secret { get; init; }

    /// <summary>True when a sub-schema brings the shape.</summary>
    public bool Abstract { get; init; }

    /// <summary>True for ids: a text that has to be a UUID.</summary>
    public bool Uuid { get; init; }

    /// <summary>The field's documentation: the property's summary. Null where the XML file is missing.</summary>
    public string? Description { get; init; }

    /// <summary>What replaces the field; null: it stays.</summary>
    public DeprecatedAttribute? Deprecation { get; init; }

    /// <summary>True when rows do not hold the field.</summary>
    public bool Transient { get; init; }

    /// <summary>The default of a record that <c>/schemas</c> shows; null: it shows none.</summary>
    internal JsonNode? ShownDefault { get; init; }

    /// <summary>True when the field is unique beyond its workspace, which <c>/schemas</c> says.</summary>
    internal bool UniqueAcrossWorkspaces { get; init; }

    /// <summary>True when <c>/schemas</c> says <c>unique: false</c>.</summary>
    internal bool SpellsNotUnique { get; init; }

    /// <summary>Message of every rule of the field; null: each rule has its own.</summary>
    internal string? Error { get; init; }

    /// <summary>True when <c>/schemas</c> says <c>required: true</c> of an element, key or value.</summary>
    internal bool SpellsRequired { get; init; }

    /// <summary>True when <c>/schemas</c> says <c>required: false</c>.</summary>
    internal bool SpellsOptional { get; init; }

    /// <summary>True when <c>/schemas</c> says <c>default: null</c>.</summary>
    internal bool SpellsNullDefault { get; init; }

    /// <summary>The .NET type of the value, which bounds integers and names the members of enums.</summary>
    internal Type ClrType { get; init; } = typeof(object);
}
