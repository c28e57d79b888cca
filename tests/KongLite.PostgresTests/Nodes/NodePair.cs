using KongLite.Testing;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Nodes;

/// <summary>Two nodes on one database.</summary>
internal sealed class NodePair : IAsyncDisposable
{
    // Tests run at once, on a server with a bounded number of connections.
    private const string Connections = "12";

    private readonly TestDatabase? _database;

    private NodePair(TestDatabase? database, TestGateway a, TestGateway b)
    {
        _database = database;
        A = a;
        B = b;
    }

    public TestGateway A { get; }

    public TestGateway B { get; }

    public IReadOnlyList<TestGateway> Both => [A, B];

    /// <summary>The database of <see cref="StartAsync()"/>.</summary>
    public TestDatabase Database => _database!;

    /// <summary>Starts two nodes on a database of their own, which goes with them.</summary>
    public static async Task<NodePair> StartAsync()
    {
        TestDatabase database = await Databases.BootstrappedAsync();
        try
        {
            return await StartAsync(database, database.Settings());
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts two nodes.</summary>
    /// <param name="settings">Their settings.</param>
    public static Task<NodePair> StartAsync(Dictionary<string, string> settings) => StartAsync(null, settings);

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private static async Task<NodePair> StartAsync(TestDatabase? database, Dictionary<string, string> settings)
    {
        settings["pg_pool_size"] = Connections;
        settings["db_update_frequency"] = "0.5";
        TestGateway a = await TestGateway.StartAsync(settings);
        try
        {
            return new NodePair(database, a, await TestGateway.StartAsync(settings));
        }
        catch
        {
            await a.DisposeAsync();
            throw;
        }
    }
}
