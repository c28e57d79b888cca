using System.Collections.Frozen;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Store.Postgres;

/// <summary>The columns in which the rows of an entity are kept. All of it follows from the schema and a few rules of Kong's.</summary>
internal sealed class RowLayout
{
    /// <summary>Primary key.</summary>
    public const string Id = "id";

    /// <summary>Id of the workspace.</summary>
    public const string Workspace = "ws_id";

    /// <summary>When the row vanishes.</summary>
    public const string Ttl = "ttl";

    /// <summary>Words to find the row by.</summary>
    public const string Tags = "tags";

    /// <summary>The values that are unique together, in one text.</summary>
    public const string CacheKey = "cache_key";

    private static readonly FrozenSet<string> WithoutWorkspace =
        FrozenSet.ToFrozenSet(["acme_storage", "ca_certificates", "sessions", "workspaces"], StringComparer.Ordinal);

    private RowLayout(EntitySchema schema)
    {
        Schema = schema;
        var columns = schema.Record.Fields.Where(field => !field.Transient).Select(RowColumn.Of).ToList();
        if (!WithoutWorkspace.Contains(schema.Name))
        {
            columns.Add(new RowColumn(Workspace, ColumnKind.Uuid));
        }

        if (schema.Ttl)
        {
            columns.Add(new RowColumn(Ttl, ColumnKind.Time));
        }

        // A single field has a unique index of its own.
        if (schema.CacheKey.Count > 1)
        {
            columns.Add(new RowColumn(CacheKey, ColumnKind.Text));
        }

        Columns = columns;
        LockStatement = $"SELECT * FROM \"{schema.Table}\" WHERE {Id} = {{0}} FOR NO KEY UPDATE";
    }

    /// <summary>The entity.</summary>
    public EntitySchema Schema { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<RowColumn> Columns { get; }

    /// <summary>Reads the row of an id, <c>{0}</c>, and makes others who write it wait. Rows that refer to it may come and go meanwhile.</summary>
    public string LockStatement { get; }

    /// <summary>Whether the rows have tags.</summary>
    public bool HasTags => Schema.Record.Find(Tags) is not null;

    /// <summary>The layouts of those entities of a catalog that have rows with an id.</summary>
    public static IReadOnlyList<RowLayout> Of(SchemaCatalog catalog) =>
        [.. catalog.Entities.Where(schema => schema.Record.Find(Id) is not null).Select(schema => new RowLayout(schema))];
}

/// <summary>What a column holds.</summary>
internal enum ColumnKind
{
    /// <summary><c>uuid</c>.</summary>
    Uuid,

    /// <summary><c>text</c>.</summary>
    Text,

    /// <summary><c>bigint</c>, <c>integer</c> or <c>smallint</c>: the driver takes a long for each.</summary>
    Integer,

    /// <summary><c>boolean</c>.</summary>
    Boolean,

    /// <summary><c>timestamptz</c>; seconds in the entity.</summary>
    Time,

    /// <summary><c>text[]</c>.</summary>
    Texts,

    /// <summary><c>uuid[]</c>.</summary>
    Uuids,

    /// <summary><c>jsonb</c>.</summary>
    Json,

    /// <summary><c>jsonb[]</c>.</summary>
    Jsons,
}

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Field">The field that it keeps; null: one of the columns that every entity treats alike.</param>
internal sealed record RowColumn(string Name, ColumnKind Kind, Field? Field = null)
{
    /// <summary>The column of a field.</summary>
    public static RowColumn Of(Field field) =>
        new(field.Type == FieldType.Foreign ? NameOfReference(field.Name) : field.Name, KindOf(field), field);

    /// <summary>The name of the column that keeps a reference.</summary>
    public static string NameOfReference(string field) => $"{field}_id";

    private static ColumnKind KindOf(Field field) => field.Type switch
    {
        FieldType.Foreign => ColumnKind.Uuid,
        FieldType.String => field.Uuid ? ColumnKind.Uuid : ColumnKind.Text,
        FieldType.Boolean => ColumnKind.Boolean,
        FieldType.Integer or FieldType.Number => field.Constraints.Any(rule => rule is TimestampAttribute) ? ColumnKind.Time : ColumnKind.Integer,
        FieldType.Array or FieldType.Set => field.Elements switch
        {
            { Type: FieldType.String, Uuid: true } or { Type: FieldType.Foreign } => ColumnKind.Uuids,
            { Type: FieldType.String } => ColumnKind.Texts,
            _ => ColumnKind.Jsons,
        },
        _ => ColumnKind.Json,
    };
}
