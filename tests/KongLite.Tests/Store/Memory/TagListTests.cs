using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using static KongLite.Tests.Store.Memory.MemoryStoreTests;
using static KongLite.Tests.Store.TestCatalog;

namespace KongLite.Tests.Store.Memory;

public sealed class TagListTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly MemoryStore _store;

    public TagListTests() => _store = new MemoryStore(Create(), _clock);

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Lists_each_tag_of_all_tables_once_by_row_and_then_as_the_row_has_them(int size)
    {
        var expected = new List<(Guid Id, string Tag)>();
        for (int i = 0; i < 40; i++)
        {
            // None to three of them.
            string[] tags = [.. Enumerable.Range(0, i % 4).Select(each => $"t{9 - each}")];
            IEntity row = i % 2 == 0 ? NewService(null) with { Tags = tags } : NewConsumer($"c{i}") with { Tags = tags };
            await _store.InsertAsync(i % 2 == 0 ? Services : Consumers, row, default);
            expected.AddRange(tags.Select(tag => (row.Id, tag)));
        }

        List<RowTag> seen = await AllAsync(size);

        Assert.Equal(expected.OrderBy(each => each.Id.ToString(), StringComparer.Ordinal), seen.Select(each => (each.Id, each.Tag)));
        Assert.Equal(["consumers", "services"], seen.Select(each => each.Table).Distinct().Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Lists_the_rows_of_one_tag(int size)
    {
        await InsertAsync("a", "x", "y");
        await InsertAsync("b", "y");
        await InsertAsync("c", "x");
        await InsertAsync("d", "Y", "xy");

        List<RowTag> seen = await AllAsync(size, "y");

        Assert.Equal(2, seen.Count);
        Assert.All(seen, each => Assert.Equal("y", each.Tag));
        Assert.Empty(await AllAsync(size, "none"));
    }

    [Fact]
    public async Task Has_no_next_page_when_the_tags_fit_exactly()
    {
        await InsertAsync("a", "x", "y");
        await InsertAsync("b", "x", "y");

        TagPage first = (await _store.ListTagsAsync(new TagRequest(2), default)).Value;
        TagPage last = (await _store.ListTagsAsync(new TagRequest(2, first.Next), default)).Value;

        Assert.Equal((2, null), (last.Tags.Count, last.Next));
    }

    [Fact]
    public async Task Goes_on_after_the_place_of_a_row_that_is_gone()
    {
        await InsertAsync("a", "x", "y");
        await InsertAsync("b", "x", "y");
        TagPage first = (await _store.ListTagsAsync(new TagRequest(1), default)).Value;

        await _store.DeleteAsync(Services, first.Tags[0].Id, default);
        TagPage rest = (await _store.ListTagsAsync(new TagRequest(10, first.Next), default)).Value;

        Assert.Equal(["x", "y"], rest.Tags.Select(each => each.Tag));
    }

    [Theory]
    [InlineData("%", "'%' is not a valid offset: bad base64 encoding")]
    [InlineData("W10", "'W10' is not a valid offset: bad json encoding")]
    public async Task Refuses_a_token_that_is_none(string token, string message) =>
        Assert.Equal(message, (await _store.ListTagsAsync(new TagRequest(1, token), default)).Error!.Message);

    private async Task InsertAsync(string name, params string[] tags) => await _store.InsertAsync(Services, NewService(name) with { Tags = tags }, default);

    private async Task<List<RowTag>> AllAsync(int size, string? tag = null)
    {
        var seen = new List<RowTag>();
        string? offset = null;
        do
        {
            StoreResult<TagPage> page = await _store.ListTagsAsync(new TagRequest(size, offset, tag), default);
            Assert.True(page.Value.Tags.Count <= size);
            seen.AddRange(page.Value.Tags);
            offset = page.Value.Next;
        }
        while (offset is not null);

        return seen;
    }
}
