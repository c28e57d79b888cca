using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace KongLite.Store.Postgres;

/// <summary>A database with Kong's tables, as EF sees it.</summary>
/// <param name="options">Where the database is.</param>
public sealed class KongDbContext(DbContextOptions<KongDbContext> options) : DbContext(options)
{
    /// <summary>Name of the table that tells which of our own migrations ran.</summary>
    public const string HistoryTable = "konglite_migrations";

    private const string MigrationsAssembly = "KongLite.Migrations";

    /// <summary>A context on a connection, which it leaves open or closed as it was.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="schema">Schema of the tables; null: the first of the search path.</param>
    public static KongDbContext On(DbConnection connection, string? schema) => new(new DbContextOptionsBuilder<KongDbContext>()
        .UseNpgsql(connection, npgsql => npgsql.MigrationsAssembly(MigrationsAssembly).MigrationsHistoryTable(HistoryTable, schema))
        .Options);
}
