using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.PostgresTests.Store;

public sealed class PostgresChangeFeedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [PostgresFact]
    public async Task The_first_batch_is_every_row_but_those_that_requests_look_up()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity service = await store.InsertAsync("services", """{"host": "a"}""");
        await store.InsertAsync("consumers", """{"username": "a"}""");

        ChangeBatch batch = await NextAsync(store, -1);

        Assert.True(batch.IsComplete);
        Assert.Contains(batch.Changes, change => change.Id == service.Id);
        Assert.DoesNotContain(batch.Changes, change => change.Schema.OnDemand);
    }

    [PostgresFact]
    public async Task A_write_of_this_node_is_in_the_version_that_it_was_told()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        ChangeBatch first = await NextAsync(store, -1);

        StoreResult<IEntity> written = await store.Rows.InsertAsync(
            OpenStore.Schema("services"), OpenStore.Entity("services", """{"host": "a"}"""), CancellationToken.None);
        ChangeBatch second = await NextAsync(store, first.Version);

        Assert.True(first.Version < written.Version);
        Assert.True(second.Version >= written.Version);
        Assert.Equal([(written.Value.Id, true)], second.Changes.Select(change => (change.Id, change.Entity is not null)));
        Assert.False(second.IsComplete);
    }

    [PostgresFact]
    public async Task Rows_that_go_with_others_and_rows_changed_by_hand_are_seen()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity consumer = await store.InsertAsync("consumers", """{"username": "a"}""");
        IEntity group = await store.InsertAsync("acls", $$$"""{"group": "g", "consumer": {"id": "{{{consumer.Id}}}"}}""");
        IEntity service = await store.InsertAsync("services", """{"host": "a"}""");
        ChangeBatch first = await NextAsync(store, -1);

        await database.ScalarAsync("DELETE FROM consumers; UPDATE services SET host = 'b'");
        store.Feed.Signal();
        ChangeBatch second = await NextAsync(store, first.Version);

        Assert.Equal(
            new[] { (consumer.Id, false), (group.Id, false), (service.Id, true) }.Order(),
            second.Changes.Select(change => (change.Id, change.Entity is not null)).Order());
        Assert.Equal("b", ((Service)second.Changes.Single(change => change.Id == service.Id).Entity!).Host);
    }

    [PostgresFact]
    public async Task A_transaction_that_ends_after_a_younger_one_is_not_missed()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        ChangeBatch batch = await NextAsync(store, -1);
        await using NpgsqlConnection connection = await database.Source.OpenConnectionAsync();
        await using NpgsqlTransaction older = await connection.BeginTransactionAsync();
        var id = Guid.NewGuid();
        await using (var insert = new NpgsqlCommand($"INSERT INTO consumers (id, username, ws_id) SELECT '{id}', 'older', id FROM workspaces", connection, older))
        {
            await insert.ExecuteNonQueryAsync();
        }

        IEntity younger = await store.InsertAsync("consumers", """{"username": "younger"}""");
        batch = await NextAsync(store, batch.Version);
        Assert.Equal([younger.Id], batch.Changes.Select(change => change.Id));

        await older.CommitAsync();
        store.Feed.Signal();
        batch = await NextAsync(store, batch.Version);

        Assert.Equal([id], batch.Changes.Select(change => change.Id));
    }

    [PostgresFact]
    public async Task A_table_that_was_emptied_makes_everything_be_read_again()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        await store.InsertAsync("routes", """{"paths": ["/"]}""");
        ChangeBatch batch = await NextAsync(store, -1);

        await database.ScalarAsync("TRUNCATE routes CASCADE");
        store.Feed.Signal();
        batch = await NextAsync(store, batch.Version);

        Assert.True(batch.IsComplete);
        Assert.DoesNotContain(batch.Changes, change => change.Schema.Name == "routes");
    }

    [PostgresFact]
    public async Task A_follower_that_lost_what_it_was_given_gets_everything()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        ChangeBatch first = await NextAsync(store, -1);
        await store.InsertAsync("services", """{"host": "a"}""");
        await NextAsync(store, first.Version);

        ChangeBatch again = await NextAsync(store, first.Version);

        Assert.True(again.IsComplete);
        Assert.Contains(again.Changes, change => change.Schema.Name == "services");
    }

    [PostgresFact]
    public async Task Without_being_told_it_looks_every_so_often()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database, TimeSpan.FromMilliseconds(20));
        ChangeBatch batch = await NextAsync(store, -1);

        await database.ScalarAsync("INSERT INTO consumers (id, username, ws_id) SELECT gen_random_uuid(), 'a', id FROM workspaces");
        batch = await NextAsync(store, batch.Version);

        Assert.Single(batch.Changes);
    }

    [PostgresFact]
    public async Task The_database_tells_at_once_also_after_the_listening_connection_was_lost()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        ChangeBatch batch = await NextAsync(store, -1);
        await store.Listener.StartAsync(CancellationToken.None);
        for (int i = 0; i < 3; i++)
        {
            await database.ScalarAsync($"INSERT INTO consumers (id, username, ws_id) SELECT gen_random_uuid(), 'a{i}', id FROM workspaces");
            batch = await NextAsync(store, batch.Version);
            Assert.Single(batch.Changes);

            await database.ScalarAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()");
        }

        await store.Listener.StopAsync(CancellationToken.None);
    }

    [PostgresFact]
    public async Task A_database_that_was_made_anew_is_read_whole()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        await store.InsertAsync("services", """{"host": "a"}""");
        ChangeBatch batch = await NextAsync(store, -1);

        await using (var migrator = new KongLite.Store.Postgres.DatabaseMigrator(database.Options()))
        {
            await migrator.ResetAsync(Databases.LockTimeout, CancellationToken.None);
            await migrator.BootstrapAsync(Databases.LockTimeout, CancellationToken.None);
        }

        store.Feed.Signal();
        batch = await NextAsync(store, batch.Version);
        Assert.True(batch.IsComplete);
        Assert.DoesNotContain(batch.Changes, change => change.Schema.Name == "services");

        await store.InsertAsync("services", """{"host": "b"}""");
        Assert.Single(await store.ListAsync("services"));
    }

    [PostgresFact]
    public async Task A_row_that_cannot_be_read_leaves_the_others_alone()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity good = await store.InsertAsync("services", """{"host": "a"}""");
        IEntity bad = await store.InsertAsync("services", """{"host": "b"}""");
        await database.ScalarAsync("UPDATE services SET protocol = 'smoke' WHERE host = 'b'");

        ChangeBatch batch = await NextAsync(store, -1);

        Assert.Contains(batch.Changes, change => change.Id == good.Id);
        Assert.DoesNotContain(batch.Changes, change => change.Id == bad.Id);
    }

    [PostgresFact]
    public async Task A_plugin_that_cannot_be_read_stays_as_it_was_known_and_keeps_a_node_from_starting_without_it()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        await store.InsertAsync("plugins", """{"name": "key-auth"}""");
        ChangeBatch batch = await NextAsync(store, -1);

        await database.ScalarAsync("UPDATE plugins SET protocols = '{smoke}'; INSERT INTO consumers (id, username) VALUES (gen_random_uuid(), 'a')");
        store.Feed.Signal();
        batch = await NextAsync(store, batch.Version);

        Assert.Equal(["consumers"], batch.Changes.Select(change => change.Schema.Name));
        await Assert.ThrowsAsync<StoreException>(() => NextAsync(store, -1));
    }

    [PostgresFact]
    public async Task A_database_without_tables_says_what_to_run()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await using var store = new OpenStore(database);

        StoreException error = await Assert.ThrowsAsync<StoreException>(() => NextAsync(store, -1));

        Assert.Equal("database needs bootstrapping; run 'konglite migrations bootstrap'", error.Message);
    }

    [PostgresFact]
    public async Task What_ended_an_hour_ago_leaves_the_feed_and_what_ended_later_stays()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        var clock = new SetClock();
        await using var store = new OpenStore(database, clock: clock);
        await using NpgsqlConnection connection = await database.Source.OpenConnectionAsync();
        await using NpgsqlTransaction slow = await connection.BeginTransactionAsync();
        var id = Guid.NewGuid();
        await using (var insert = new NpgsqlCommand($"INSERT INTO consumers (id, username, ws_id) SELECT '{id}', 'slow', id FROM workspaces", connection, slow))
        {
            await insert.ExecuteNonQueryAsync();
        }

        await store.InsertAsync("services", """{"host": "a"}""");
        await store.Cleaner.CleanAsync(CancellationToken.None);
        await slow.CommitAsync();

        // Transactions of other databases, which other tests have open, are among those that have to end.
        await Poll.UntilIsAsync<object?>(
            true, () => database.ScalarAsync("SELECT bool_and(xid < pg_snapshot_xmin(pg_current_snapshot())) FROM konglite_changes"));
        await store.Cleaner.CleanAsync(CancellationToken.None);
        clock.Now += TimeSpan.FromMinutes(59);
        await store.Cleaner.CleanAsync(CancellationToken.None);
        Assert.Equal(2L, await database.ScalarAsync("SELECT count(*) FROM konglite_changes"));

        await store.InsertAsync("services", """{"host": "b"}""");
        clock.Now += TimeSpan.FromMinutes(1);
        await store.Cleaner.CleanAsync(CancellationToken.None);

        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM konglite_changes"));
    }

    private static async Task<ChangeBatch> NextAsync(OpenStore store, long after)
    {
        using var limit = new CancellationTokenSource(Patience);
        return await store.Feed.NextAsync(after, limit.Token);
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
