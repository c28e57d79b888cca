using KongLite.Gateway.Snapshot;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.PostgresTests.Nodes;

/// <summary>What a node serves, beside what the database holds.</summary>
internal static class SnapshotContent
{
    private const int PageSize = 1000;
    private static readonly string[] Entities = ["services", "routes", "plugins"];

    /// <summary>Waits until what the node serves is, row by row, what the database holds. All plugins have to be enabled.</summary>
    public static async Task MatchesDatabaseAsync(this TestGateway node)
    {
        string difference = string.Empty;
        try
        {
            await Poll.UntilAsync("a snapshot like the database", async () => (difference = Difference(await StoredAsync(node), Served(node))).Length == 0);
        }
        catch (Xunit.Sdk.XunitException)
        {
            Assert.Fail(difference);
        }
    }

    private static SortedDictionary<string, string> Served(TestGateway node)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        SchemaCatalog catalog = node.Services.GetRequiredService<SchemaCatalog>();
        foreach (IEntity row in node.Services.GetRequiredService<GatewayState>().Current.Rows)
        {
            string entity = row switch { Service => "services", Route => "routes", _ => "plugins" };
            Add(rows, catalog.Find(entity)!, row);
        }

        return rows;
    }

    private static async Task<SortedDictionary<string, string>> StoredAsync(TestGateway node)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        SchemaCatalog catalog = node.Services.GetRequiredService<SchemaCatalog>();
        IEntityStore store = node.Services.GetRequiredService<IEntityStore>();
        foreach (EntitySchema schema in Entities.Select(name => catalog.Find(name)!))
        {
            string? offset = null;
            do
            {
                StoreResult<Page> page = await store.ListAsync(schema, new PageRequest(PageSize, offset), CancellationToken.None);
                foreach (IEntity row in page.Value.Rows)
                {
                    Add(rows, schema, row);
                }

                offset = page.Value.Next;
            }
            while (offset is not null);
        }

        return rows;
    }

    private static void Add(SortedDictionary<string, string> rows, EntitySchema schema, IEntity row) =>
        rows.Add($"{schema.Name} {row.Id}", schema.ToJson(row, default).ToJsonString());

    private static string Difference(SortedDictionary<string, string> stored, SortedDictionary<string, string> served) => string.Join(
        '\n',
        stored.Keys.Union(served.Keys, StringComparer.Ordinal)
            .Where(key => stored.GetValueOrDefault(key) != served.GetValueOrDefault(key))
            .Take(5)
            .Select(key => $"{key}\n  database: {stored.GetValueOrDefault(key)}\n  node: {served.GetValueOrDefault(key)}"));
}
