using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Store;

public sealed class TagListTests
{
    [PostgresTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Pages_give_each_tag_once_by_row_and_then_as_the_row_has_them(int size)
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        var expected = new List<RowTag>();
        for (int i = 0; i < 12; i++)
        {
            // None to three of them.
            string[] tags = [.. Enumerable.Range(0, i % 4).Select(each => $"t{9 - each}")];
            string name = i % 2 == 0 ? "services" : "upstreams";
            string list = tags.Length == 0 ? "null" : $"[{string.Join(',', tags.Select(tag => $"\"{tag}\""))}]";
            IEntity row = await store.InsertAsync(name, i % 2 == 0 ? $$"""{"host": "h", "tags": {{list}}}""" : $$"""{"name": "u{{i}}", "tags": {{list}}}""");
            expected.AddRange(tags.Select(tag => new RowTag(name, row.Id, tag)));
        }

        Assert.Equal(expected.OrderBy(each => each.Id.ToString(), StringComparer.Ordinal), await AllAsync(store, size));
    }

    [PostgresTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Pages_of_one_tag_give_its_rows(int size)
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity[] tagged =
        [
            await store.InsertAsync("services", """{"host": "h", "tags": ["x", "ü b"]}"""),
            await store.InsertAsync("consumers", """{"username": "c", "tags": ["ü b"]}"""),
        ];
        await store.InsertAsync("services", """{"host": "h", "tags": ["x", "ü"]}""");

        IReadOnlyList<RowTag> seen = await AllAsync(store, size, "ü b");

        Assert.Equal(tagged.Select(row => row.Id).Order(), seen.Select(each => each.Id));
        Assert.All(seen, each => Assert.Equal("ü b", each.Tag));
        Assert.Empty(await AllAsync(store, size, "none"));
        Assert.Empty(await AllAsync(store, size, "a\0b"));
    }

    [PostgresFact]
    public async Task Tags_of_rows_whose_time_is_over_are_left_out()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        IEntity consumer = await store.InsertAsync("consumers", """{"username": "a"}""");
        foreach (string key in new[] { "over", "left", "eternal" })
        {
            string ttl = key == "eternal" ? string.Empty : "\"ttl\": 1000, ";
            await store.InsertAsync(
                "keyauth_credentials", $$$"""{"key": "{{{key}}}", {{{ttl}}}"tags": ["{{{key}}}"], "consumer": {"id": "{{{consumer.Id}}}"}}""");
        }

        await database.ScalarAsync("UPDATE keyauth_credentials SET ttl = now() - interval '1 second' WHERE key = 'over'");

        Assert.Equal(["eternal", "left"], (await AllAsync(store, 1)).Select(each => each.Tag).Order());
        Assert.Empty(await AllAsync(store, 1, "over"));
    }

    [PostgresFact]
    public async Task A_token_of_anything_is_refused()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);

        StoreResult<TagPage> page = await store.Rows.ListTagsAsync(new TagRequest(1, "%%"), CancellationToken.None);

        Assert.Equal("'%%' is not a valid offset: bad base64 encoding", page.Error!.Message);
    }

    private static async Task<IReadOnlyList<RowTag>> AllAsync(OpenStore store, int size, string? tag = null)
    {
        var seen = new List<RowTag>();
        string? offset = null;
        do
        {
            StoreResult<TagPage> page = await store.Rows.ListTagsAsync(new TagRequest(size, offset, tag), CancellationToken.None);
            Assert.True(page.Value.Tags.Count <= size);
            seen.AddRange(page.Value.Tags);
            offset = page.Value.Next;
        }
        while (offset is not null);

        return seen;
    }
}
