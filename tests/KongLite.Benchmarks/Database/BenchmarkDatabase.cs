using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.Benchmarks.Database;

/// <summary>
/// A database with all tables: in the server that <c>KONGLITE_TEST_POSTGRES</c> names, or in one of its own, which writes to the disk as in production.
/// </summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly IAsyncDisposable _owned;
    private readonly string _connectionString;

    private BenchmarkDatabase(IAsyncDisposable owned, string connectionString, Dictionary<string, string> settings)
    {
        _owned = owned;
        _connectionString = connectionString;
        Settings = settings;
    }

    /// <summary>The settings of a node on it.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Makes one.</summary>
    public static async Task<BenchmarkDatabase> CreateAsync()
    {
        if (Environment.GetEnvironmentVariable(PostgresServer.Variable) is not null)
        {
            TestDatabase database = await Databases.BootstrappedAsync();
            return new BenchmarkDatabase(database, database.Connection.ConnectionString, database.Settings());
        }

        ServerCluster cluster = await ServerCluster.StartAsync();
        try
        {
            await cluster.BootstrapAsync();
            return new BenchmarkDatabase(cluster, cluster.Connection.ConnectionString, cluster.Settings());
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs statements, however long they take.</summary>
    public async Task ExecuteAsync(string statements)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _owned.DisposeAsync();
}
