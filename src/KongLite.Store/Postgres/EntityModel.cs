using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.Conventions;

namespace KongLite.Store.Postgres;

/// <summary>
/// A catalog's entities as EF's model: a table each, whose rows are dictionaries. Nearly every column of Kong's may be null, which no property of a
/// record could take.
/// </summary>
internal static class EntityModel
{
    /// <summary>Builds the model, named by the entities' internal names.</summary>
    public static IModel Build(IReadOnlyList<RowLayout> layouts)
    {
        var builder = new ModelBuilder(NpgsqlConventionSetBuilder.Build());
        foreach (RowLayout layout in layouts)
        {
            builder.SharedTypeEntity<Dictionary<string, object?>>(layout.Schema.Name, entity =>
            {
                entity.ToTable(layout.Schema.Table, table => table.ExcludeFromMigrations());
                foreach (RowColumn column in layout.Columns)
                {
                    (Type type, string stored) = TypesOf(column.Kind);
                    entity.IndexerProperty(type, column.Name).HasColumnName(column.Name).HasColumnType(stored);
                }

                entity.HasKey(RowLayout.Id);
                entity.IndexerProperty<Guid>(RowLayout.Id).ValueGeneratedNever();
            });
        }

        return builder.FinalizeModel();
    }

    private static (Type Type, string Stored) TypesOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Uuid => (typeof(Guid?), "uuid"),
        ColumnKind.Text => (typeof(string), "text"),
        ColumnKind.Integer => (typeof(long?), "bigint"),
        ColumnKind.Boolean => (typeof(bool?), "boolean"),
        ColumnKind.Time => (typeof(DateTime?), "timestamp with time zone"),
        ColumnKind.Texts => (typeof(string[]), "text[]"),
        ColumnKind.Uuids => (typeof(Guid[]), "uuid[]"),
        ColumnKind.Json => (typeof(string), "jsonb"),
        _ => (typeof(string[]), "jsonb[]"),
    };
}
