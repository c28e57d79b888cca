using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Tests.Store.Memory;

internal static class Paging
{
    /// <summary>All rows, page by page.</summary>
    public static async Task<List<IEntity>> AllAsync(
        IEntityStore store, EntitySchema schema, int size, ParentFilter? parent = null, TagFilter? tags = null, Func<Task>? betweenPages = null)
    {
        var rows = new List<IEntity>();
        string? offset = null;
        do
        {
            StoreResult<Page> page = await store.ListAsync(schema, new PageRequest(size, offset, tags, parent), default);
            Assert.Null(page.Error);
            Assert.True(page.Value.Rows.Count <= size);
            rows.AddRange(page.Value.Rows);
            offset = page.Value.Next;
            await (betweenPages?.Invoke() ?? Task.CompletedTask);
        }
        while (offset is not null);

        return rows;
    }
}
