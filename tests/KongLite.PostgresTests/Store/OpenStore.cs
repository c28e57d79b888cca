using System.Text.Json.Nodes;
using KongLite.PostgresTests.Rows;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Settings;
using KongLite.Store.Postgres;
using KongLite.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.PostgresTests.Store;

/// <summary>A store and its feed on a database, without a node around them.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly KongDatabase _database;

    /// <summary>Opens a database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="frequency">How often the feed looks unasked; null: never within a test.</param>
    /// <param name="clock">What the cleaner goes by; null: the time.</param>
    /// <param name="replica">What lists are read from; null: the database.</param>
    public OpenStore(TestDatabase database, TimeSpan? frequency = null, TimeProvider? clock = null, TestDatabase? replica = null)
    {
        SchemaCatalog catalog = NodeSchemas.Create([], new NodeSettings()).Known;
        _database = new KongDatabase(database.Options(), replica?.Options(), new PostgresTables(catalog));
        Feed = new PostgresChangeFeed(
            new ChangeReader(_database, NullLogger<ChangeReader>.Instance), frequency ?? TimeSpan.FromHours(1), TimeProvider.System);
        Listener = new ChangeListener(_database, Feed, TimeProvider.System, NullLogger<ChangeListener>.Instance);
        Rows = new PostgresStore(_database, Feed);
        Cleaner = new DatabaseCleaner(_database, clock ?? TimeProvider.System, NullLogger<DatabaseCleaner>.Instance);
    }

    public IEntityStore Rows { get; }

    public PostgresChangeFeed Feed { get; }

    public ChangeListener Listener { get; }

    public DatabaseCleaner Cleaner { get; }

    /// <summary>Messages as a node of this id sees them.</summary>
    public ClusterEvents EventsOf(Guid node) =>
        new(_database, new NodeInfo { Id = node }, TimeSpan.FromHours(1), TimeProvider.System, NullLogger<ClusterEvents>.Instance);

    /// <summary>The schema of an entity.</summary>
    public static EntitySchema Schema(string name) => Given.Layout(name).Schema;

    /// <summary>The entity that an input describes.</summary>
    public static IEntity Entity(string name, string input) => Given.Entity(Given.Layout(name), input);

    /// <summary>Adds a row.</summary>
    public async Task<IEntity> InsertAsync(string name, string input)
    {
        StoreResult<IEntity> result = await Rows.InsertAsync(Schema(name), Entity(name, input), CancellationToken.None);
        Assert.Null(result.Error);
        return result.Value;
    }

    /// <summary>The ids of a page.</summary>
    public async Task<IReadOnlyList<Guid>> ListAsync(string name, TagFilter? tags = null, ParentFilter? parent = null)
    {
        StoreResult<Page> page = await Rows.ListAsync(Schema(name), new PageRequest(1000, null, tags, parent), CancellationToken.None);
        return [.. page.Value.Rows.Select(row => row.Id)];
    }

    /// <summary>A field of a row as the Admin API shows it.</summary>
    public static JsonNode? Field(IEntity entity, string name, string field) => Schema(name).ToJson(entity, DateTimeOffset.UtcNow)[field];

    public async ValueTask DisposeAsync()
    {
        Listener.Dispose();
        Cleaner.Dispose();
        await _database.DisposeAsync();
    }
}
