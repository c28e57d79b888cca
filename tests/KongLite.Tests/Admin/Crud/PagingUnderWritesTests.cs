using System.Text.Json.Nodes;

namespace KongLite.Tests.Admin.Crud;

/// <summary>Pages of a list that changes meanwhile.</summary>
public sealed class PagingUnderWritesTests
{
    private const int Kept = 10_000;
    private const int PageSize = 100;

    [Fact]
    public async Task Gives_every_row_that_stays_exactly_once()
    {
        await using AdminNode node = await AdminNode.StartAsync();
        await Parallel.ForAsync(0, Kept, async (index, _) => await PutAsync(node, "kept", index));
        using var done = new CancellationTokenSource();
        Task others = ComeAndGoAsync(node, done.Token);

        var seen = new List<string>();
        int pages = 0;
        string? next = $"/routes?size={PageSize}";
        while (next is not null)
        {
            Reply page = await node.GetAsync(next);
            seen.AddRange(page.Json["data"]!.AsArray().Select(row => (string)row!["name"]!));
            next = (string?)page.Json["next"];
            pages++;
        }

        await done.CancelAsync();
        await others;
        string[] kept = [.. seen.Where(name => name.StartsWith("kept", StringComparison.Ordinal))];
        Assert.Equal((Kept, Kept), (kept.Length, kept.Distinct().Count()));
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.InRange(pages, Kept / PageSize, (Kept + PageSize) / PageSize * 2);
    }

    // Ids are random, so that these rows come and go before, on and after the page that is read.
    private static async Task ComeAndGoAsync(AdminNode node, CancellationToken done)
    {
        for (int index = 0; !done.IsCancellationRequested; index++)
        {
            Reply created = await PutAsync(node, "passing", index);
            await node.DeleteAsync($"/routes/{created.Json["id"]}");
        }
    }

    private static Task<Reply> PutAsync(AdminNode node, string name, int index) =>
        node.PutAsync($"/routes/{Guid.NewGuid():D}", new JsonObject { ["name"] = $"{name}-{index}", ["paths"] = new JsonArray($"/{index}") }.ToJsonString());
}
