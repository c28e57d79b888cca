using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Storage;

/// <summary>What every store can do with what it has.</summary>
public static class EntityStoreExtensions
{
    private const int LargestPage = 1000;

    /// <summary>All rows, ascending by id, page after page. Fails as the page that fails.</summary>
    /// <param name="store">The store.</param>
    /// <param name="schema">The entity.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="parent">Only children of a row. Null: any.</param>
    /// <param name="tags">Only rows with these tags. Null: any.</param>
    public static async ValueTask<StoreResult<IReadOnlyList<IEntity>>> ListAllAsync(
        this IEntityStore store,
        EntitySchema schema,
        CancellationToken cancellationToken,
        ParentFilter? parent = null,
        TagFilter? tags = null)
    {
        var rows = new List<IEntity>();
        string? offset = null;
        do
        {
            StoreResult<Page> page = await store.ListAsync(schema, new PageRequest(LargestPage, offset, tags, parent), cancellationToken);
            if (page.Error is { } error)
            {
                return error;
            }

            rows.AddRange(page.Value.Rows);
            offset = page.Value.Next;
        }
        while (offset is not null);

        return new StoreResult<IReadOnlyList<IEntity>>(rows, null);
    }
}
