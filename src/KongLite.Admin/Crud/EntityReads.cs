using KongLite.Admin.Routing;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>Lists and single rows, for every entity alike (Kong: <c>api/endpoints.lua</c>).</summary>
internal sealed class EntityReads(IEntityStore store, EntityViews views)
{
    /// <summary>A page of rows.</summary>
    /// <param name="schema">The entity.</param>
    /// <param name="request">The request, whose query says which page.</param>
    /// <param name="path">Path of the list, for the link to the next page.</param>
    /// <param name="parent">Only children of this row; null: of any.</param>
    public async ValueTask<Answer> ListAsync(EntitySchema schema, AdminRequest request, string path, ParentFilter? parent = null)
    {
        bool hasTags = parent is null && schema.Record.Find("tags") is not null;
        if (ListQuery.Read(request, hasTags, out ListQuery query) is { } error)
        {
            return error;
        }

        StoreResult<Page> page = await store.ListAsync(schema, query.Page(parent), request.Aborted);
        if (page.Error is { } failure)
        {
            return failure;
        }

        string? token = page.Value.Next;
        return Lists.Answer(
            await views.ShowAsync(schema, page.Value.Rows, request.Aborted), query.Next(path, token, keepsArguments: parent is null), token);
    }

    /// <summary>One row, or 404.</summary>
    public async ValueTask<Answer> GetAsync(PathKey key, AdminRequest request, ParentFilter? parent = null) =>
        await FindAsync(key, request, parent) ?? Answer.NotFound;

    /// <summary>One row; null: there is none.</summary>
    public async ValueTask<Answer?> FindAsync(PathKey key, AdminRequest request, ParentFilter? parent = null) =>
        await key.FindAsync(store, request.Aborted, parent) is { } row ? Answer.Ok(await views.ShowAsync(key.Schema, row, request.Aborted)) : null;
}
