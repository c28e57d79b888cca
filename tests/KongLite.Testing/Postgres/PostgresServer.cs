using Npgsql;

namespace KongLite.Testing.Postgres;

/// <summary>
/// The PostgreSQL server of this test process, found in this order: a connection string in the environment, Docker, the server programs of this
/// machine. It is started on first use and ends with the process.
/// </summary>
public sealed class PostgresServer
{
    /// <summary>Environment variable with a connection string; its role may create databases.</summary>
    public const string Variable = "KONGLITE_TEST_POSTGRES";

    private static readonly Lazy<Task<PostgresServer>> TheServer = new(FindAsync);

    // Keeps the pipe to it open, and so the cluster alive.
    private static ServerCluster? _cluster;

    private readonly string _connectionString;

    private PostgresServer(string connectionString) => _connectionString = connectionString;

    /// <summary>Why there can be no server on this machine; null: one can be had.</summary>
    public static string? Absence { get; } =
        Environment.GetEnvironmentVariable(Variable) is null && !PostgresContainer.IsPossible && ServerCluster.Absence is not null
            ? $"no PostgreSQL: {Variable} is not set, Docker does not run, and no initdb is installed"
            : null;

    /// <summary>The server.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it does not start; the message says what was tried.</exception>
    public static Task<PostgresServer> GetAsync() => TheServer.Value;

    /// <summary>Creates a database of a test's own.</summary>
    /// <param name="template">Database to copy, to which nobody is connected; null: an empty one.</param>
    public async Task<TestDatabase> CreateDatabaseAsync(string? template = null)
    {
        string name = $"konglite_{Guid.NewGuid():n}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template ?? "template0"}");
        return new TestDatabase(this, new NpgsqlConnectionStringBuilder(_connectionString) { Database = name, Pooling = false });
    }

    /// <summary>Runs a statement in the maintenance database.</summary>
    internal async Task ExecuteAsync(string statement)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false });
        await using NpgsqlCommand command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<PostgresServer> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } given)
        {
            return new PostgresServer(given);
        }

        if (PostgresContainer.IsPossible)
        {
            return new PostgresServer(await PostgresContainer.StartAsync());
        }

        if (ServerCluster.Absence is not null)
        {
            throw new InvalidOperationException(Absence);
        }

        _cluster = await ServerCluster.StartAsync(new Dictionary<string, string> { ["fsync"] = "off", ["max_connections"] = "200" });
        return new PostgresServer(_cluster.Connection.ConnectionString);
    }
}
