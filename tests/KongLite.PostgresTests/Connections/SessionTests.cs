using KongLite.Store.Postgres;
using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.PostgresTests.Connections;

public sealed class SessionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // Long enough to connect on a busy machine.
    private static readonly TimeSpan ShortTime = TimeSpan.FromSeconds(3);

    [PostgresFact]
    public async Task The_server_bounds_a_session_each_time_it_is_used()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await using NpgsqlDataSource source = (database.Options() with { PoolSize = 1, Schema = "My \"own\"", Timeout = TimeSpan.FromSeconds(20) }).CreateSource();

        foreach (int _ in (int[])[1, 2])
        {
            Assert.Equal("20s", await ScalarAsync(source, "SHOW statement_timeout"));
            Assert.Equal("20s", await ScalarAsync(source, "SHOW idle_in_transaction_session_timeout"));
            Assert.Equal("18s", await ScalarAsync(source, "SHOW lock_timeout"));
            Assert.Equal("\"My \"\"own\"\"\"", await ScalarAsync(source, "SHOW search_path"));
            Assert.Equal("UTC", await ScalarAsync(source, "SHOW TimeZone"));
        }
    }

    [PostgresFact]
    public async Task A_timeout_of_zero_bounds_nothing()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await using NpgsqlDataSource source = (database.Options() with { Timeout = TimeSpan.Zero }).CreateSource();

        Assert.Equal("0", await ScalarAsync(source, "SHOW statement_timeout"));
    }

    [PostgresFact]
    public async Task A_statement_that_takes_too_long_leaves_its_connection_usable()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await using NpgsqlDataSource source = (database.Options() with { Timeout = ShortTime }).CreateSource();
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using var sleep = new NpgsqlCommand("SELECT pg_sleep(30)", connection);

        var error = await Assert.ThrowsAsync<PostgresException>(() => sleep.ExecuteNonQueryAsync());

        Assert.Equal("a statement took too long (57014)", DatabaseFailure.Describe(error));
        Assert.True(DatabaseFailure.IsUnavailable(error));
        await using var again = new NpgsqlCommand("SELECT 1", connection);
        Assert.Equal(1, await again.ExecuteScalarAsync());
    }

    [PostgresFact]
    public async Task Who_waits_too_long_for_a_lock_is_told_so()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await database.ScalarAsync("CREATE TABLE things (name text)");
        await using NpgsqlConnection holder = await database.Source.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await holder.BeginTransactionAsync();
        await using var take = new NpgsqlCommand("LOCK TABLE things", holder);
        await take.ExecuteNonQueryAsync();
        await using NpgsqlDataSource source = (database.Options() with { Timeout = 2 * ShortTime }).CreateSource();

        var error = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(source, "SELECT count(*) FROM things"));

        Assert.Equal("a lock was not to be had in time (55P03)", DatabaseFailure.Describe(error));
        Assert.True(DatabaseFailure.IsUnavailable(error));
    }

    [PostgresFact]
    public async Task Who_finds_all_connections_in_use_fails_after_a_while()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await using NpgsqlDataSource source = (database.Options() with { PoolSize = 1, Timeout = ShortTime }).CreateSource();
        await using NpgsqlConnection held = await source.OpenConnectionAsync();

        var error = await Assert.ThrowsAsync<NpgsqlException>(() => ScalarAsync(source, "SELECT 1"));

        Assert.Equal("all connections stayed in use (pg_pool_size, pg_max_concurrent_queries)", DatabaseFailure.Describe(error));
        Assert.True(DatabaseFailure.IsUnavailable(error));
        await held.CloseAsync();
        Assert.Equal(1, await ScalarAsync(source, "SELECT 1"));
    }

    [ClusterFact]
    public async Task A_server_that_stands_still_holds_nobody_forever()
    {
        await using ServerCluster cluster = await ServerCluster.StartAsync();
        await using NpgsqlDataSource source = (cluster.Connection.Options() with { Timeout = ShortTime }).CreateSource();
        await ScalarAsync(source, "SELECT 1");
        await cluster.PauseAsync();

        var asked = await Assert.ThrowsAsync<NpgsqlException>(() => ScalarAsync(source, "SELECT 1").WaitAsync(Limit));
        var connecting = await Assert.ThrowsAsync<NpgsqlException>(() => ScalarAsync(source, "SELECT 1").WaitAsync(Limit));

        Assert.Equal("no answer in time", DatabaseFailure.Describe(asked));
        Assert.Equal("no answer in time", DatabaseFailure.Describe(connecting));
        await cluster.ContinueAsync();
        Assert.Equal(1, await ScalarAsync(source, "SELECT 1"));
    }

    [ClusterFact]
    public async Task A_pool_goes_on_after_a_crash_of_the_server()
    {
        await using ServerCluster cluster = await ServerCluster.StartAsync();
        await using NpgsqlDataSource source = cluster.Connection.Options().CreateSource();
        await ScalarAsync(source, "SELECT 1");
        await cluster.KillAsync();
        Exception broken = await Assert.ThrowsAnyAsync<Exception>(() => ScalarAsync(source, "SELECT 1"));
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => ScalarAsync(source, "SELECT 1"));

        await cluster.RestartAsync();

        Assert.Equal("the connection broke", DatabaseFailure.Describe(broken));
        Assert.Equal("connection refused", DatabaseFailure.Describe(refused));
        Assert.All([broken, refused], error => Assert.True(DatabaseFailure.IsUnavailable(error)));
        Assert.Equal(1, await ScalarAsync(source, "SELECT 1"));
    }

    [PostgresFact]
    public async Task Migrations_are_bounded_by_this_side_alone()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await using NpgsqlDataSource source = PostgresSource.CreateForMigrations(database.Options() with { Schema = "own" });

        Assert.Equal("0", await ScalarAsync(source, "SHOW statement_timeout"));
        Assert.Equal("\"own\"", await ScalarAsync(source, "SHOW search_path"));
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string statement)
    {
        await using NpgsqlCommand command = source.CreateCommand(statement);
        return await command.ExecuteScalarAsync();
    }
}
