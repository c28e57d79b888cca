using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Declarative;

/// <summary>One entity where the document has it.</summary>
internal sealed class DocumentEntity
{
    /// <summary>What it is.</summary>
    public required EntitySchema Schema { get; init; }

    /// <summary>The entity that it is nested in; null: it stands at the root.</summary>
    public DocumentEntity? Parent { get; init; }

    /// <summary>Its own foreign field that the parent fills; null: it stands at the root.</summary>
    public string? ParentField { get; init; }

    /// <summary>Place in its list, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>The given id, the derived one or a random one.</summary>
    public Guid Id { get; init; }

    /// <summary>True when the id is random: neither given nor derived.</summary>
    public bool HasRandomId { get; init; }

    /// <summary>Its own fields, without what is nested in it.</summary>
    public required JsonObject Record { get; init; }

    /// <summary>The entity as the document has it, with what is nested in it; null: it is none at all.</summary>
    public JsonObject? Input { get; init; }

    /// <summary>Names under which it has lists of nested entities.</summary>
    public IReadOnlyList<string> NestedNames { get; init; } = [];

    /// <summary>Why it is no entity at all; null: it is one.</summary>
    public string? Fault { get; init; }

    /// <summary>What is wrong with its fields, and with those of its children below their entity's name.</summary>
    public JsonObject Errors { get; init; } = [];

    /// <summary>The row, when nothing is wrong with it.</summary>
    public IEntity? Entity { get; set; }

    /// <summary>The row with passwords as they were given; null: they stand so in the row.</summary>
    public IEntity? AsGiven { get; set; }

    /// <summary>Keys and positions that lead to it.</summary>
    public IReadOnlyList<object> Place => [.. Parent?.Place ?? [], Schema.Name, Position];

    /// <summary>By what errors about several entities name it: its endpoint key, or else its id.</summary>
    public string Label => Schema.EndpointKey is { } key && Record[key].AsText() is { } text ? text : Id.ToString("D");
}
