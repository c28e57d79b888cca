using KongLite.Settings;
using KongLite.Store.Postgres;
using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.PostgresTests.Rows;

public sealed class RowLayoutTests
{
    // Fields of routes that only another router flavour has.
    private static readonly string[] Unmapped = ["routes.expression", "routes.priority"];

    [PostgresFact]
    public async Task Every_column_is_one_of_the_database_and_the_other_way_round()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        IReadOnlyList<RowLayout> layouts = RowLayout.Of(NodeSchemas.Create([], new NodeSettings()).Known);
        string[] tables = [.. layouts.Select(layout => layout.Schema.Table)];

        string[] mapped = [.. layouts.SelectMany(layout => layout.Columns.Select(column => $"{layout.Schema.Table}.{column.Name} {column.Kind}"))];

        IReadOnlyList<string> columns = await ColumnsAsync(database, tables);
        Assert.Equal(columns.Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> ColumnsAsync(TestDatabase database, string[] tables)
    {
        await using NpgsqlCommand command = database.Source.CreateCommand(
            """
            SELECT c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY ($1)
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = tables });
        var columns = new List<string>();
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (!Unmapped.Contains(reader.GetString(0)))
            {
                columns.Add($"{reader.GetString(0)} {KindOf(reader.GetString(1))}");
            }
        }

        return columns;
    }

    private static ColumnKind KindOf(string type) => type switch
    {
        "uuid" => ColumnKind.Uuid,
        "text" => ColumnKind.Text,
        "bigint" or "integer" or "smallint" => ColumnKind.Integer,
        "boolean" => ColumnKind.Boolean,
        "timestamp with time zone" => ColumnKind.Time,
        "text[]" => ColumnKind.Texts,
        "uuid[]" => ColumnKind.Uuids,
        "jsonb" => ColumnKind.Json,
        "jsonb[]" => ColumnKind.Jsons,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no column of Kong's has this type"),
    };
}
