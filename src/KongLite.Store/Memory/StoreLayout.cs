using System.Collections.Frozen;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Memory;

/// <summary>What the schemas say about keys and references, worked out once for all tables.</summary>
internal sealed class StoreLayout
{
    private readonly FrozenDictionary<string, TableLayout> _byName;

    public StoreLayout(SchemaCatalog catalog)
    {
        Tables = [.. catalog.Entities.Select((schema, index) => new TableLayout(schema, index))];
        _byName = Tables.ToFrozenDictionary(table => table.Schema.Name, StringComparer.Ordinal);
        foreach (TableLayout table in Tables)
        {
            table.Link(Tables, name => _byName.GetValueOrDefault(name));
        }
    }

    /// <summary>The tables, in the order of the catalog.</summary>
    public IReadOnlyList<TableLayout> Tables { get; }

    /// <summary>The table of an entity.</summary>
    /// <exception cref="KeyNotFoundException">The entity is not in the catalog.</exception>
    public TableLayout Of(EntitySchema schema) => _byName[schema.Name];
}

/// <summary>Keys and references of one entity.</summary>
internal sealed class TableLayout(EntitySchema schema, int index)
{
    public EntitySchema Schema { get; } = schema;

    /// <summary>Place among the tables.</summary>
    public int Index { get; } = index;

    public IReadOnlyList<UniqueConstraint> Constraints { get; } = UniqueConstraint.Of(schema);

    /// <summary>The foreign fields, each with its parent; null: an entity that is not loaded, so that no reference to it can hold.</summary>
    public IReadOnlyList<(Field Field, TableLayout? Parent)> Parents { get; private set; } = [];

    /// <summary>Who refers to this entity.</summary>
    public IReadOnlyList<ChildLink> Children { get; private set; } = [];

    /// <summary>Whether the rows have tags.</summary>
    public bool HasTags { get; } = schema.Record.Find("tags") is not null;

    /// <summary>The place of a foreign field among the <see cref="Parents"/>.</summary>
    /// <param name="field">Its wire name.</param>
    public int PlaceOf(string field) => Enumerable.Range(0, Parents.Count).First(each => Parents[each].Field.Name == field);

    /// <summary>The tags of a row, in its order.</summary>
    public IReadOnlyList<string> TagsOf(IEntity entity) => HasTags ? (IReadOnlyList<string>?)Schema.Read(entity, "tags") ?? [] : [];

    public void Link(IReadOnlyList<TableLayout> tables, Func<string, TableLayout?> find)
    {
        Parents = [.. Schema.ForeignFields.Select(field => (field, find(field.Reference!)))];

        // Kong names upstreams, not services, when both hold on to a certificate.
        Children =
        [
            .. tables
                .SelectMany(child => child.Schema.ForeignFields.Select((field, place) => (Child: child, Field: field, Place: place)))
                .Where(link => link.Field.Reference == Schema.Name)
                .OrderByDescending(link => link.Child.Schema.Name, StringComparer.Ordinal)
                .Select(link => new ChildLink(link.Child, link.Place, link.Field.OnDelete)),
        ];
    }

    /// <summary>When a row vanishes by itself; null: never.</summary>
    public DateTimeOffset? ExpiryOf(IEntity entity) => Schema.Ttl ? (entity as IExpiring)?.ExpiresAt : null;
}

/// <summary>A foreign field that refers to a table.</summary>
/// <param name="Child">The table that has the field.</param>
/// <param name="Place">The field's place among the child's foreign fields.</param>
/// <param name="OnDelete">What deleting the parent does.</param>
internal sealed record ChildLink(TableLayout Child, int Place, OnDelete OnDelete);
