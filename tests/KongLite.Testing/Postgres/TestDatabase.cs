using Npgsql;

namespace KongLite.Testing.Postgres;

/// <summary>A database of a test's own, dropped with whoever is still connected to it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;

    internal TestDatabase(PostgresServer server, NpgsqlConnectionStringBuilder connection)
    {
        _server = server;
        Connection = connection;
        Source = NpgsqlDataSource.Create(connection);
    }

    /// <summary>How to reach it. Nothing is pooled, so that nothing stays connected.</summary>
    public NpgsqlConnectionStringBuilder Connection { get; }

    /// <summary>Connections for a test's own statements.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Runs statements and gives the first value of the first row; null where there is none.</summary>
    public async Task<object?> ScalarAsync(string statements)
    {
        await using NpgsqlCommand command = Source.CreateCommand(statements);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }

    /// <summary>Drops the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _server.ExecuteAsync($"DROP DATABASE IF EXISTS {Connection.Database} WITH (FORCE)");
    }
}
