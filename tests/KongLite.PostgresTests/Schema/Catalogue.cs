using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.PostgresTests.Schema;

/// <summary>The tables of a database, in the words of docs/database.md.</summary>
internal static class Catalogue
{
    // A row is a table's name, the heading of a line and the line's elements. Names of ours begin with "konglite".
    private const string Query =
        """
        WITH tables AS (
            SELECT oid, relname AS name FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname NOT LIKE 'konglite%'
        )
        SELECT t.name, 'Columns', string_agg(
            '`' || a.attname || '` ' || replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz')
                || CASE WHEN a.attnotnull THEN '' ELSE '?' END || coalesce(' = `' || pg_get_expr(d.adbin, d.adrelid) || '`', ''),
            ', ' ORDER BY a.attnum)
        FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
        GROUP BY t.name
        UNION ALL
        SELECT t.name, 'Indexes', string_agg(
            '`' || c.relname || '` ' || CASE WHEN i.indisprimary THEN 'primary ' WHEN i.indisunique THEN 'unique ' ELSE '' END
                || substring(pg_get_indexdef(i.indexrelid) FROM ' USING (.*)$'),
            '; ' ORDER BY i.indisprimary DESC, c.relname)
        FROM tables t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class c ON c.oid = i.indexrelid
        GROUP BY t.name
        UNION ALL
        SELECT t.name, 'Foreign keys', string_agg(
            '`' || k.conname || '` ' || substring(pg_get_constraintdef(k.oid) FROM '^FOREIGN KEY (.*)$'), '; ' ORDER BY k.conname)
        FROM tables t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
        GROUP BY t.name
        UNION ALL
        SELECT t.name, 'Triggers', string_agg('`' || g.tgname || '` → `' || p.proname || '`', '; ' ORDER BY g.tgname)
        FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal AND g.tgname NOT LIKE 'konglite%' JOIN pg_proc p ON p.oid = g.tgfoid
        GROUP BY t.name
        """;

    /// <summary>What a database has: <c>table, line</c>.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(TestDatabase database)
    {
        var lines = new List<string>();
        await using NpgsqlCommand command = database.Source.CreateCommand(Query);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add($"{reader.GetString(0)}, {reader.GetString(1)}: {reader.GetString(2)}");
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    /// <summary>What the document says of Kong's tables.</summary>
    public static IReadOnlyList<string> Parse(string document) =>
    [
        .. document.Split("\n## ")
            .Skip(1)
            .Where(section => !section.StartsWith("konglite", StringComparison.Ordinal))
            .Select(section => section.Split('\n'))
            .SelectMany(section => section.Skip(1).Where(line => line.Length > 0).Select(line => $"{section[0]}, {line}"))
            .Order(StringComparer.Ordinal),
    ];
}
