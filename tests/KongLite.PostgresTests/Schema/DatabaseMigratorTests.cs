using KongLite.Store.Postgres;
using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.PostgresTests.Schema;

public sealed class DatabaseMigratorTests
{
    [PostgresFact]
    public async Task Of_ten_nodes_that_bootstrap_at_once_one_does()
    {
        await using TestDatabase database = await Databases.EmptyAsync();

        IReadOnlyList<string>[] ran = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            await using var migrator = new DatabaseMigrator(database.Options());
            return await migrator.BootstrapAsync(Databases.LockTimeout, CancellationToken.None);
        }));

        Assert.Single(ran, names => names.Count > 0);
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM workspaces"));
    }

    [PostgresFact]
    public async Task Waits_for_others_no_longer_than_told()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await using NpgsqlConnection holder = await database.Source.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand("SELECT pg_advisory_lock(x'4B6F6E674C697465'::bigint)", holder);
        await hold.ExecuteNonQueryAsync();
        await using var migrator = new DatabaseMigrator(database.Options());

        var error = await Assert.ThrowsAsync<PostgresException>(() => migrator.BootstrapAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None));

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, error.SqlState);
    }

    [PostgresFact]
    public async Task On_a_database_of_Kongs_only_the_own_migrations_run()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        object? workspace = await database.ScalarAsync($"DROP TABLE {KongDbContext.HistoryTable}; SELECT id FROM workspaces");
        await using var migrator = new DatabaseMigrator(database.Options());
        string? problem = (await migrator.ReadAsync(CancellationToken.None)).Problem;

        IReadOnlyList<string> ran = await migrator.UpAsync(Databases.LockTimeout, CancellationToken.None);

        Assert.Equal("new migrations are available; run 'konglite migrations up'", problem);
        Assert.NotEmpty(ran);
        Assert.Null((await migrator.ReadAsync(CancellationToken.None)).Problem);
        Assert.Equal(workspace, await database.ScalarAsync("SELECT id FROM workspaces"));
    }

    [PostgresFact]
    public async Task A_database_of_an_older_Kong_is_left_alone()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await database.ScalarAsync($"DROP TABLE {KongDbContext.HistoryTable}; UPDATE schema_meta SET executed = array_remove(executed, '024_380_to_390') WHERE subsystem = 'core'");
        await using var migrator = new DatabaseMigrator(database.Options());

        IReadOnlyList<string> ran = await migrator.UpAsync(Databases.LockTimeout, CancellationToken.None);

        Assert.Empty(ran);
        Assert.Equal(["core"], (await migrator.ReadAsync(CancellationToken.None)).TooOld);
    }

    [PostgresFact]
    public async Task A_database_with_pending_migrations_of_Kongs_is_left_alone()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await database.ScalarAsync($"DROP TABLE {KongDbContext.HistoryTable}; UPDATE schema_meta SET pending = '{{004_new}}' WHERE subsystem = 'acme'");
        await using var migrator = new DatabaseMigrator(database.Options());

        IReadOnlyList<string> ran = await migrator.UpAsync(Databases.LockTimeout, CancellationToken.None);

        Assert.Empty(ran);
        Assert.Equal(
            "database has pending migrations (acme); run 'kong migrations finish' of Kong 3.9", (await migrator.ReadAsync(CancellationToken.None)).Problem);
    }

    [PostgresFact]
    public async Task Tables_go_into_the_schema_that_the_settings_name()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await using var migrator = new DatabaseMigrator(database.Options() with { Schema = "My-Gateway" });

        await migrator.BootstrapAsync(Databases.LockTimeout, CancellationToken.None);

        Assert.Null((await migrator.ReadAsync(CancellationToken.None)).Problem);
        Assert.Equal(0L, await database.ScalarAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM \"My-Gateway\".workspaces"));
    }

    [PostgresFact]
    public async Task A_reset_leaves_nothing_and_can_be_followed_by_a_bootstrap()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var migrator = new DatabaseMigrator(database.Options());

        await migrator.ResetAsync(Databases.LockTimeout, CancellationToken.None);

        Assert.Equal(0L, await database.ScalarAsync(
            "SELECT (SELECT count(*) FROM pg_tables WHERE schemaname = 'public') + (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)"));
        Assert.NotEmpty(await migrator.BootstrapAsync(Databases.LockTimeout, CancellationToken.None));
    }

    [PostgresFact]
    public async Task A_reset_drops_the_schema_that_the_settings_name_alone()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var migrator = new DatabaseMigrator(database.Options() with { Schema = "My-Gateway" });
        await migrator.BootstrapAsync(Databases.LockTimeout, CancellationToken.None);

        await migrator.ResetAsync(Databases.LockTimeout, CancellationToken.None);

        Assert.Equal(0L, await database.ScalarAsync(
            "SELECT (SELECT count(*) FROM pg_tables WHERE schemaname = 'My-Gateway') + (SELECT count(*) FROM pg_proc WHERE pronamespace = '\"My-Gateway\"'::regnamespace)"));
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM workspaces"));
    }
}
