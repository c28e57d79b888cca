using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Schema;

/// <summary>What the triggers wrote, in short: <c>#1</c> stands for the id that ends in 1, <c>ws</c> for that of the workspace.</summary>
internal static class Feed
{
    /// <summary>The node in whose name <see cref="AsNodeAsync"/> writes.</summary>
    public const string Node = "5c9fa8de-0000-4000-8000-000000000000";

    /// <summary>SQL of an id.</summary>
    public static string Id(int number) => $"'00000000-0000-0000-0000-{number:d12}'";

    /// <summary>Runs statements in one transaction.</summary>
    public static Task RunAsync(this TestDatabase database, string statements) => database.ScalarAsync($"BEGIN; {statements}; COMMIT");

    /// <summary>Runs statements in one transaction of a node.</summary>
    public static Task AsNodeAsync(this TestDatabase database, string statements) =>
        database.RunAsync($"SELECT set_config('konglite.node_id', '{Node}', true); {statements}");

    /// <summary>The changes since the last call, sorted: <c>table id</c>.</summary>
    public static async Task<string?> TakeChangesAsync(this TestDatabase database) => Short(await database.ScalarAsync(
        """
        WITH taken AS (DELETE FROM konglite_changes RETURNING entity, coalesce(id::text, '*') AS id)
        SELECT string_agg(entity || ' ' || id, ', ' ORDER BY entity COLLATE "C", id) FROM taken
        """));

    /// <summary>Kong's events since the last call, sorted: <c>channel data</c>, the channel without <c>invalidations_kong_</c> and <c>_cache</c>.</summary>
    public static async Task<string?> TakeEventsAsync(this TestDatabase database)
    {
        string workspace = (await database.ScalarAsync("SELECT id::text FROM workspaces"))!.ToString()!;
        string? events = Short(await database.ScalarAsync(
            """
            WITH taken AS (DELETE FROM cluster_events RETURNING regexp_replace(channel, '^invalidations_kong_(.*)_cache$', '\1') || ' ' || data AS event)
            SELECT string_agg(event, ', ' ORDER BY event COLLATE "C") FROM taken
            """));
        return events?.Replace(workspace, "ws", StringComparison.Ordinal);
    }

    private static string? Short(object? text) => ((string?)text)?.Replace("00000000-0000-0000-0000-00000000000", "#", StringComparison.Ordinal);
}
