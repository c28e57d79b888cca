using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace KongLite.Store.Postgres;

/// <summary>A database with Kong's tables, as EF sees it.</summary>
/// <param name="options">Where the database is.</param>
public sealed class KongDbContext(DbContextOptions<KongDbContext> options) : DbContext(options)
{
    /// <summary>Name of the table that tells which of our own migrations ran.</summary>
    public const string HistoryTable = "konglite_migrations";

    private const string MigrationsAssembly = "KongLite.Migrations";

    /// <summary>The names of our own migrations, the oldest first.</summary>
    public static IReadOnlyList<string> Migrations { get; } =
    [
        .. Assembly.Load(MigrationsAssembly).GetTypes()
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A context on a connection, which it leaves open or closed as it was.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="schema">Schema of the tables; null: the first of the search path.</param>
    public static KongDbContext On(DbConnection connection, string? schema) => new(new DbContextOptionsBuilder<KongDbContext>()
        .UseNpgsql(connection, npgsql => npgsql.MigrationsAssembly(MigrationsAssembly).MigrationsHistoryTable(HistoryTable, schema))
        .Options);

    /// <summary>A context on a connection for reading and writing rows.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="model">The tables, as <see cref="EntityModel"/> builds them.</param>
    internal static KongDbContext ForRows(DbConnection connection, IModel model) =>
        new(new DbContextOptionsBuilder<KongDbContext>().UseNpgsql(connection).UseModel(model).Options);

    /// <summary>What makes contexts for reading and writing rows.</summary>
    /// <param name="source">The connections.</param>
    /// <param name="model">The tables, as <see cref="EntityModel"/> builds them.</param>
    internal static DbContextOptions<KongDbContext> OptionsForRows(DbDataSource source, IModel model) =>
        new DbContextOptionsBuilder<KongDbContext>().UseNpgsql(source).UseModel(model).Options;

    /// <summary>The rows of an entity.</summary>
    /// <param name="layout">Its layout.</param>
    internal DbSet<Dictionary<string, object?>> Rows(RowLayout layout) => Set<Dictionary<string, object?>>(layout.Schema.Name);
}
