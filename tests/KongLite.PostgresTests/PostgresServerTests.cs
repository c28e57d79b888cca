using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.PostgresTests;

public sealed class PostgresServerTests
{
    [PostgresFact]
    public async Task A_new_database_is_empty()
    {
        PostgresServer server = await PostgresServer.GetAsync();
        await using TestDatabase database = await server.CreateDatabaseAsync();

        object? tables = await database.ScalarAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");

        Assert.Equal(0L, tables);
    }

    [PostgresFact]
    public async Task A_copy_has_the_tables_of_its_template()
    {
        PostgresServer server = await PostgresServer.GetAsync();
        await using TestDatabase template = await server.CreateDatabaseAsync();
        await template.ScalarAsync("CREATE TABLE things (name text); INSERT INTO things VALUES ('one')");

        await using TestDatabase copy = await server.CreateDatabaseAsync(template.Connection.Database);

        Assert.Equal("one", await copy.ScalarAsync("SELECT name FROM things"));
    }

    [PostgresFact]
    public async Task A_disposed_database_is_gone_although_somebody_is_connected()
    {
        PostgresServer server = await PostgresServer.GetAsync();
        TestDatabase database = await server.CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(database.Connection.ConnectionString);
        await connection.OpenAsync();

        await database.DisposeAsync();

        await using var again = new NpgsqlConnection(database.Connection.ConnectionString);
        var error = await Assert.ThrowsAsync<PostgresException>(() => again.OpenAsync());
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, error.SqlState);
    }
}
