using KongLite.Testing;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Schema;

public sealed class KongLayoutTests
{
    [PostgresFact]
    public async Task The_tables_are_those_of_the_document()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        string document = await File.ReadAllTextAsync(Repository.PathOf("docs", "database.md"));

        IReadOnlyList<string> catalogue = await Catalogue.ReadAsync(database);

        Assert.Equal(Catalogue.Parse(document), catalogue);
    }

    [PostgresFact]
    public async Task Tags_of_a_row_are_copied_changed_and_forgotten_with_it()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        await database.ScalarAsync("INSERT INTO consumers (id, username, tags) VALUES (gen_random_uuid(), 'a', '{one}')");
        object? inserted = await database.ScalarAsync("SELECT entity_name || ':' || tags[1] FROM tags");
        await database.ScalarAsync("UPDATE consumers SET tags = '{two}'");
        object? updated = await database.ScalarAsync("SELECT entity_name || ':' || tags[1] FROM tags");
        await database.ScalarAsync("DELETE FROM consumers");
        object? left = await database.ScalarAsync("SELECT count(*) FROM tags");

        Assert.Equal(("consumers:one", "consumers:two", 0L), (inserted, updated, left));
    }

    [PostgresFact]
    public async Task An_insert_clears_away_expired_rows()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await database.ScalarAsync("INSERT INTO sessions (id, session_id, ttl) VALUES (gen_random_uuid(), 'old', now() - interval '1 s')");

        await database.ScalarAsync("INSERT INTO sessions (id, session_id, ttl) VALUES (gen_random_uuid(), 'new', now() + interval '1 h'), (gen_random_uuid(), 'endless', NULL)");

        Assert.Equal("endless,new", await database.ScalarAsync("SELECT string_agg(session_id, ',' ORDER BY session_id) FROM sessions"));
    }

    [PostgresFact]
    public async Task There_is_one_workspace_and_a_cluster_id()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        object? workspaces = await database.ScalarAsync("SELECT string_agg(name, ',') FROM workspaces");
        object? cluster = await database.ScalarAsync("SELECT value FROM parameters WHERE key = 'cluster_id'");

        Assert.Equal("default", workspaces);
        Assert.True(Guid.TryParse((string?)cluster, out _));
    }
}
