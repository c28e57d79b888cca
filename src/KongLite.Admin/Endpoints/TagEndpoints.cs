using System.Text.Json.Nodes;
using KongLite.Admin.Crud;
using KongLite.Admin.Routing;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Typedefs;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Endpoints;

/// <summary>Which entities have which tags: <c>/tags</c> and <c>/tags/{tag}</c>. Only for reading, though Kong's paths claim more.</summary>
internal sealed class TagEndpoints(IEntityStore store)
{
    private const int DefaultSize = 100;
    private const string ReadOnly = "does not support insert/upsert/update/delete operations";

    /// <summary>Adds the paths.</summary>
    public void Map(EndpointTable endpoints)
    {
        endpoints.Map(
            "/tags",
            ("GET", request => ListAsync(request, null, "/tags")),
            ("POST", _ => ((Answer)StoreError.Schema(SchemaErrors.At("tags", ReadOnly))).AsTask()));
        endpoints.Map(
            "/tags/{tags}",
            ("GET", ListOneAsync),
            ("PUT", Refuse),
            ("PATCH", Refuse),
            ("DELETE", Refuse));
    }

    private static ValueTask<Answer> Refuse(AdminRequest request) => Answer.MethodNotAllowed.AsTask();

    private ValueTask<Answer> ListOneAsync(AdminRequest request)
    {
        string tag = request.Keys[0].Text;
        return (Tag.Check(tag) ?? Utf8Text.Check(tag)) is { } error
            ? ((Answer)StoreError.InvalidUnique("tag", error)).AsTask()
            : ListAsync(request, tag, $"/tags/{request.Keys[0].Raw}");
    }

    private async ValueTask<Answer> ListAsync(AdminRequest request, string? tag, string path)
    {
        if (ListQuery.Read(request, hasTags: false, out ListQuery query) is { } error)
        {
            return error;
        }

        var asked = new TagRequest(query.Size ?? DefaultSize, query.Offset, tag) { MayLag = true };
        StoreResult<TagPage> page = await store.ListTagsAsync(asked, request.Aborted);
        if (page.Error is { } failure)
        {
            return failure;
        }

        string? token = page.Value.Next;
        return Lists.Answer([.. page.Value.Tags.Select(ToJson)], query.Next(path, token, keepsArguments: tag is null), token);
    }

    private static JsonObject ToJson(RowTag tag) =>
        new() { ["entity_name"] = tag.Table, ["entity_id"] = tag.Id.ToString("D"), ["tag"] = tag.Tag };
}
