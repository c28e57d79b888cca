using KongLite.Store.Postgres;
using KongLite.Testing.Postgres;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace KongLite.PostgresTests.Schema;

public sealed class ChangeFeedMigrationTests
{
    private const string Consumer = "INSERT INTO consumers (id, username, tags) VALUES (gen_random_uuid(), 'c', '{}')";

    [PostgresFact]
    public async Task Going_back_leaves_Kongs_tables_as_they_were()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await using NpgsqlConnection connection = await database.Source.OpenConnectionAsync();
        await using var context = KongDbContext.On(connection, null);
        var migrator = context.GetService<IMigrator>();
        await migrator.MigrateAsync("20260101000000_KongLayout");
        IReadOnlyList<string> before = await Catalogue.ReadAsync(database);
        object? others = await CountOthersAsync(database);

        await migrator.MigrateAsync("20260201000000_ChangeFeed");
        object? added = await CountOthersAsync(database);
        await migrator.MigrateAsync("20260101000000_KongLayout");

        Assert.Equal(before, await Catalogue.ReadAsync(database));
        Assert.NotEqual(others, added);
        Assert.Equal(others, await CountOthersAsync(database));
    }

    [PostgresFact]
    public async Task It_can_run_again_where_its_record_was_lost()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await database.ScalarAsync($"DROP TABLE {KongDbContext.HistoryTable}; DROP TRIGGER konglite_record_change ON consumers; {Consumer}");
        await using var migrator = new DatabaseMigrator(database.Options());

        await migrator.UpAsync(Databases.LockTimeout, CancellationToken.None);
        await database.ScalarAsync("DELETE FROM consumers");

        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM konglite_changes"));
    }

    [PostgresFact]
    public async Task Changes_are_recorded_in_the_tables_own_schema_whatever_the_search_path()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using (var migrator = new DatabaseMigrator(database.Options() with { Schema = "My-Gateway" }))
        {
            await migrator.BootstrapAsync(Databases.LockTimeout, CancellationToken.None);
        }

        await database.AsNodeAsync(
            """
            INSERT INTO "My-Gateway".routes (id, ws_id) SELECT gen_random_uuid(), id FROM "My-Gateway".workspaces;
            TRUNCATE "My-Gateway".sessions
            """);

        Assert.Equal("routes,sessions", await database.ScalarAsync("SELECT string_agg(entity, ',' ORDER BY seq) FROM \"My-Gateway\".konglite_changes"));
        Assert.Equal(2L, await database.ScalarAsync("SELECT count(*) FROM \"My-Gateway\".cluster_events"));
        Assert.Equal(0L, await database.ScalarAsync("SELECT (SELECT count(*) FROM konglite_changes) + (SELECT count(*) FROM cluster_events)"));
    }

    [PostgresFact]
    public async Task A_role_that_may_write_Kongs_tables_alone_still_can()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        await database.ScalarAsync($"GRANT INSERT ON consumers TO pg_monitor; GRANT SELECT, INSERT, UPDATE ON tags TO pg_monitor; SET ROLE pg_monitor; {Consumer}");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => database.ScalarAsync("SET ROLE pg_monitor; SELECT count(*) FROM konglite_changes"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal("consumers", await database.ScalarAsync("SELECT entity FROM konglite_changes"));
    }

    private static Task<object?> CountOthersAsync(TestDatabase database) => database.ScalarAsync(
        """
        SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace)
            + (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace) + (SELECT count(*) FROM pg_trigger)
        """);
}
