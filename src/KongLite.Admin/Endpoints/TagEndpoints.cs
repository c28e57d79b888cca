using System.Text.Json.Nodes;
using KongLite.Admin.Crud;
using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Typedefs;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Endpoints;

/// <summary>Which entities have which tags: <c>/tags</c> and <c>/tags/{tag}</c>. Only for reading, though Kong's paths claim more.</summary>
internal sealed class TagEndpoints(SchemaCatalog catalog, IEntityStore store)
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

        TagPlace? after = null;
        if (query.Offset is { } offset && (error = TagPlace.Read(offset, out after)) is not null)
        {
            return error;
        }

        var found = new List<TaggedRow>();
        foreach (EntitySchema schema in catalog.Entities.Where(each => each.Record.Find("tags") is not null))
        {
            if (await CollectAsync(schema, tag, found, request.Aborted) is { } failure)
            {
                return failure;
            }
        }

        List<TaggedRow> rows = [.. found.Where(row => after is null || row.Place.CompareTo(after.Value) > 0).OrderBy(row => row.Place)];
        int size = query.Size ?? DefaultSize;
        string? next = rows.Count > size ? rows[size - 1].Place.ToString() : null;
        JsonArray page = [.. rows.Take(size).Select(row => row.ToJson())];
        return Lists.Answer(page, query.Next(path, next, keepsArguments: tag is null), next);
    }

    private async ValueTask<StoreError?> CollectAsync(EntitySchema schema, string? tag, List<TaggedRow> found, CancellationToken cancellationToken)
    {
        TagFilter? filter = tag is null ? null : new TagFilter([tag], MatchAll: true);
        StoreResult<IReadOnlyList<IEntity>> rows = await store.ListAllAsync(schema, cancellationToken, tags: filter);
        if (rows.Error is { } error)
        {
            return error;
        }

        foreach (IEntity row in rows.Value)
        {
            var tags = (IReadOnlyList<string>?)schema.Read(row, "tags") ?? [];
            found.AddRange(tags
                .Select((each, index) => new TaggedRow(schema.Table, new TagPlace(row.Id, index + 1), each))
                .Where(each => tag is null || each.Tag == tag));
        }

        return null;
    }

    private sealed record TaggedRow(string Entity, TagPlace Place, string Tag)
    {
        public JsonObject ToJson() => new() { ["entity_name"] = Entity, ["entity_id"] = Place.Id.ToString("D"), ["tag"] = Tag };
    }
}
