using System.Globalization;
using KongLite.Store.Postgres;
using Npgsql;

namespace KongLite.Testing.Postgres;

/// <summary>Databases to start a test with.</summary>
public static class Databases
{
    private static readonly Lazy<Task<TestDatabase>> Template = new(BootstrapAsync);

    /// <summary>How long tests wait for locks.</summary>
    public static TimeSpan LockTimeout { get; } = TimeSpan.FromMinutes(1);

    /// <summary>A database without tables.</summary>
    public static async Task<TestDatabase> EmptyAsync() => await (await PostgresServer.GetAsync()).CreateDatabaseAsync();

    /// <summary>A database with all tables: a copy of one that was bootstrapped.</summary>
    public static async Task<TestDatabase> BootstrappedAsync()
    {
        TestDatabase template = await Template.Value;
        return await (await PostgresServer.GetAsync()).CreateDatabaseAsync(template.Connection.Database);
    }

    /// <summary>The database as a node's settings name it.</summary>
    public static PostgresOptions Options(this TestDatabase database) => database.Connection.Options();

    /// <summary>The database as a node's settings name it.</summary>
    public static PostgresOptions Options(this NpgsqlConnectionStringBuilder connection) => new()
    {
        Host = connection.Host!,
        Port = connection.Port,
        User = connection.Username!,
        Password = connection.Password,
        Database = connection.Database!,
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Makes all tables in a server's database.</summary>
    public static async Task BootstrapAsync(this ServerCluster cluster)
    {
        await using var migrator = new DatabaseMigrator(cluster.Connection.Options());
        await migrator.BootstrapAsync(LockTimeout, CancellationToken.None);
    }

    /// <summary>The settings of a node on the database.</summary>
    public static Dictionary<string, string> Settings(this TestDatabase database) => database.Connection.Settings();

    /// <summary>The settings of a node on a server's database.</summary>
    public static Dictionary<string, string> Settings(this ServerCluster cluster) => cluster.Connection.Settings();

    private static Dictionary<string, string> Settings(this NpgsqlConnectionStringBuilder connection) => new(StringComparer.Ordinal)
    {
        ["database"] = "postgres",
        ["pg_host"] = connection.Host!,
        ["pg_port"] = connection.Port.ToString(CultureInfo.InvariantCulture),
        ["pg_user"] = connection.Username!,
        ["pg_password"] = connection.Password ?? string.Empty,
        ["pg_database"] = connection.Database!,
    };

    private static async Task<TestDatabase> BootstrapAsync()
    {
        TestDatabase database = await EmptyAsync();
        await using var migrator = new DatabaseMigrator(database.Options());
        await migrator.BootstrapAsync(LockTimeout, CancellationToken.None);
        return database;
    }
}
