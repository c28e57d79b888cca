using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.PostgresTests.Schema;

public sealed class ChangeRecordTests
{
    private static readonly string Service = $"INSERT INTO services (id, name, ws_id) SELECT {Feed.Id(1)}, 's', id FROM workspaces";
    private static readonly string Consumer = $"INSERT INTO consumers (id, username, ws_id) SELECT {Feed.Id(1)}, 'c', id FROM workspaces";

    [PostgresFact]
    public async Task An_insert_an_update_and_a_deletion_are_recorded()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        await database.RunAsync(Service);
        string? inserted = await database.TakeChangesAsync();
        await database.RunAsync("UPDATE services SET name = 't'");
        string? updated = await database.TakeChangesAsync();
        await database.RunAsync("DELETE FROM services");
        string? deleted = await database.TakeChangesAsync();

        Assert.Equal(("services #1", "services #1", "services #1"), (inserted, updated, deleted));
    }

    [PostgresFact]
    public async Task A_row_tells_its_transaction_and_time()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        await database.RunAsync($"SAVEPOINT s; {Service}; CREATE TABLE expected AS SELECT pg_current_xact_id() AS xid, CURRENT_TIMESTAMP AS at");

        Assert.Equal(true, await database.ScalarAsync("SELECT (xid, at) = (SELECT xid, at FROM expected) FROM konglite_changes"));
    }

    [PostgresFact]
    public async Task An_update_that_changes_nothing_is_not_recorded()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await database.RunAsync($"{Service}; DELETE FROM konglite_changes");

        await database.AsNodeAsync("UPDATE services SET name = name, retries = NULL");

        Assert.Null(await database.TakeChangesAsync());
        Assert.Null(await database.TakeEventsAsync());
    }

    [PostgresFact]
    public async Task An_id_that_changes_is_recorded_with_the_new_one()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await database.RunAsync($"{Service}; DELETE FROM konglite_changes");

        await database.RunAsync($"UPDATE services SET id = {Feed.Id(2)}");

        Assert.Equal("services #1, services #2", await database.TakeChangesAsync());
    }

    [PostgresFact]
    public async Task What_a_service_takes_with_it_is_recorded()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await database.RunAsync(
            $"""
            {Service};
            INSERT INTO plugins (id, name, config, enabled, service_id, ws_id) SELECT {Feed.Id(2)}, 'cors', 'null', true, {Feed.Id(1)}, id FROM workspaces;
            INSERT INTO plugins (id, name, config, enabled, service_id, ws_id) SELECT {Feed.Id(3)}, 'jwt', 'null', true, {Feed.Id(1)}, id FROM workspaces;
            DELETE FROM konglite_changes
            """);

        await database.RunAsync("DELETE FROM services");

        Assert.Equal("plugins #2, plugins #3, services #1", await database.TakeChangesAsync());
    }

    [PostgresFact]
    public async Task What_a_consumer_takes_with_it_is_recorded()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        string[] credentials = ["keyauth_credentials", "basicauth_credentials", "hmacauth_credentials", "jwt_secrets", "acls", "oauth2_credentials"];
        await database.RunAsync(string.Join(';', [
            Consumer,
            .. credentials.Select(table => $"INSERT INTO {table} (id, consumer_id, ws_id) SELECT {Feed.Id(2)}, {Feed.Id(1)}, id FROM workspaces"),
            $"INSERT INTO oauth2_tokens (id, credential_id, ws_id) SELECT {Feed.Id(3)}, {Feed.Id(2)}, id FROM workspaces",
            "DELETE FROM konglite_changes"]));

        await database.RunAsync("DELETE FROM consumers");

        Assert.Equal(
            "acls #2, basicauth_credentials #2, consumers #1, hmacauth_credentials #2, jwt_secrets #2, keyauth_credentials #2, oauth2_credentials #2, oauth2_tokens #3",
            await database.TakeChangesAsync());
    }

    [PostgresFact]
    public async Task A_certificate_and_its_names_are_recorded()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        await database.RunAsync(
            $"""
            INSERT INTO certificates (id, cert, ws_id) SELECT {Feed.Id(1)}, 'c', id FROM workspaces;
            INSERT INTO snis (id, name, certificate_id, ws_id) SELECT {Feed.Id(2)}, 'a.test', {Feed.Id(1)}, id FROM workspaces
            """);

        Assert.Equal("certificates #1, snis #2", await database.TakeChangesAsync());
    }

    [PostgresFact]
    public async Task Tables_that_are_emptied_may_have_changed_everywhere()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await database.RunAsync($"{Service}; DELETE FROM konglite_changes");

        await database.RunAsync("TRUNCATE upstreams CASCADE");

        Assert.Equal("targets *, upstreams *", await database.TakeChangesAsync());
    }

    [PostgresFact]
    public async Task Every_table_of_rows_with_an_id_is_watched()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        object? unwatched = await database.ScalarAsync(
            """
            SELECT string_agg(table_name, ', ' ORDER BY table_name) FROM information_schema.columns c
            WHERE table_schema = 'public' AND column_name = 'id' AND data_type = 'uuid' AND 3 <> (
                SELECT count(*) FROM pg_trigger WHERE tgrelid = table_name::regclass AND tgname LIKE 'konglite%')
            """);

        Assert.Equal("cluster_events, konglite_changes", unwatched);
    }

    [PostgresFact]
    public async Task What_is_rolled_back_leaves_nothing()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        await database.AsNodeAsync($"SAVEPOINT s; {Service}; ROLLBACK TO s");
        await database.ScalarAsync($"BEGIN; {Consumer}; ROLLBACK");

        Assert.Null(await database.TakeChangesAsync());
        Assert.Null(await database.TakeEventsAsync());
    }

    [PostgresFact]
    public async Task A_transaction_notifies_once_and_names_the_schema()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using NpgsqlConnection listener = await database.Source.OpenConnectionAsync();
        var heard = new List<string>();
        listener.Notification += (_, notification) => heard.Add($"{notification.Channel} {notification.Payload}");
        await ExecuteAsync(listener, "LISTEN konglite_changes");

        await database.RunAsync($"{Service}; INSERT INTO consumers (id) VALUES ({Feed.Id(2)}); UPDATE services SET name = 't'");
        await ExecuteAsync(listener, "SELECT 1");

        Assert.Equal(["konglite_changes public"], heard);
    }

    [PostgresFact]
    public async Task A_reader_misses_no_transaction_that_commits_after_a_later_one()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using NpgsqlConnection slow = await database.Source.OpenConnectionAsync();
        await ExecuteAsync(slow, $"BEGIN; {Service}");
        await database.RunAsync($"INSERT INTO consumers (id) VALUES ({Feed.Id(2)})");
        const string look =
            "SELECT coalesce(string_agg(entity, ',' ORDER BY seq), '') || ' ' || pg_snapshot_xmin(pg_current_snapshot()) FROM konglite_changes WHERE xid >= '{0}'";

        string[] first = await LookAsync("0");
        await ExecuteAsync(slow, "COMMIT");
        string[] second = await LookAsync(first[1]);

        Assert.Equal("consumers", first[0]);
        Assert.Equal("services,consumers", second[0]);

        async Task<string[]> LookAsync(string horizon) =>
            ((string)(await database.ScalarAsync(look.Replace("{0}", horizon, StringComparison.Ordinal)))!).Split(' ');
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
