using KongLite.Sdk.Schema;
using Microsoft.EntityFrameworkCore.Metadata;

namespace KongLite.Store.Postgres;

/// <summary>What the schemas say about a database's tables, worked out once.</summary>
internal sealed class PostgresTables
{
    private readonly Dictionary<string, RowLayout> _byEntity;
    private readonly Dictionary<string, RowLayout> _byTable;

    public PostgresTables(SchemaCatalog catalog)
    {
        Layouts = RowLayout.Of(catalog);
        Model = EntityModel.Build(Layouts);
        Errors = new ConstraintErrors(Layouts);
        _byEntity = Layouts.ToDictionary(layout => layout.Schema.Name, StringComparer.Ordinal);
        _byTable = Layouts.ToDictionary(layout => layout.Schema.Table, StringComparer.Ordinal);
    }

    /// <summary>The tables.</summary>
    public IReadOnlyList<RowLayout> Layouts { get; }

    /// <summary>The tables in EF's terms.</summary>
    public IModel Model { get; }

    /// <summary>What the constraints' refusals mean.</summary>
    public ConstraintErrors Errors { get; }

    /// <summary>The table of an entity.</summary>
    /// <exception cref="KeyNotFoundException">The entity has none.</exception>
    // By name, because routes have a schema for each router flavour.
    public RowLayout Of(EntitySchema schema) => _byEntity[schema.Name];

    /// <summary>The table of this name; null: not one of the node's entities.</summary>
    public RowLayout? Named(string table) => _byTable.GetValueOrDefault(table);

    /// <summary>The references to an entity whose rows the store has to delete with it: Kong's tables do not.</summary>
    public IEnumerable<(RowLayout Child, Field Field)> DeletedWith(RowLayout parent) =>
        from child in Layouts
        from field in child.Schema.ForeignFields
        where field is { OnDelete: OnDelete.Cascade, SpellsOnDelete: false } && field.Reference == parent.Schema.Name
        select (child, field);
}
