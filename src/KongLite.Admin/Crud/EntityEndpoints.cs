using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>The paths of every entity, and those that its references to other entities make.</summary>
internal sealed class EntityEndpoints(SchemaCatalog catalog, IEntityStore store, EntityReads reads, EntityWrites writes, TimeProvider clock)
{
    /// <summary>Adds the paths of all entities.</summary>
    public void Map(EndpointTable endpoints)
    {
        foreach (EntitySchema schema in catalog.Entities.Where(each => each.HasAdminApi))
        {
            MapCollection(endpoints, schema);
            foreach (Field field in schema.ForeignFields)
            {
                if (catalog.Find(field.Reference!) is { } parent)
                {
                    MapParent(endpoints, schema, field, parent);
                    MapChildren(endpoints, schema, field, parent);
                }
            }
        }
    }

    private void MapCollection(EndpointTable endpoints, EntitySchema schema)
    {
        string path = $"/{schema.AdminName}";
        endpoints.Map(
            path,
            ("GET", request => schema.Name == "consumers" ? ListConsumersAsync(schema, request, path) : reads.ListAsync(schema, request, path)),
            ("POST", request => writes.CreateAsync(schema, request)));
        endpoints.Map(
            $"{path}/{{{schema.Name}}}",
            ("GET", request => WithKey(schema, request, key => reads.GetAsync(key, request))),
            ("PUT", request => WithKey(schema, request, key => writes.UpsertAsync(key, request))),
            ("PATCH", request => WithKey(schema, request, key => writes.UpdateAsync(key, request))),
            ("DELETE", request => WithKey(schema, request, key => writes.DeleteAsync(key, request))));
    }

    private void MapParent(EndpointTable endpoints, EntitySchema schema, Field field, EntitySchema parent) => endpoints.Map(
        $"/{schema.AdminName}/{{{schema.Name}}}/{field.Name}",
        ("GET", request => WithChild(schema, request, (_, id) => WithParentId(parent, id, key => reads.GetAsync(key, request)), field)),
        ("PUT", request => WithChild(
            schema,
            request,
            (child, id) => id is null
                ? writes.CreateParentAsync(parent, schema, child, field, request)
                : writes.UpsertAsync(PathKey.Of(parent, id.Value), request),
            field)),
        ("PATCH", request => WithChild(schema, request, (_, id) => WithParentId(parent, id, key => writes.UpdateAsync(key, request)), field)),
        ("DELETE", request => WithChild(
            schema, request, (_, id) => WithParentId(parent, id, _ => ValueTask.FromResult(Answer.MethodNotAllowed)), field)));

    private void MapChildren(EndpointTable endpoints, EntitySchema schema, Field field, EntitySchema parent)
    {
        string path = $"/{parent.AdminName}/{{{parent.Name}}}/{schema.NestedName}";
        endpoints.Map(
            path,
            ("GET", request => WithParent(
                parent,
                request,
                field,
                filter => reads.ListAsync(schema, request, $"/{parent.AdminName}/{request.Keys[0].Raw}/{schema.NestedName}", filter))),
            ("POST", request => WithParent(parent, request, field, filter => writes.CreateAsync(schema, request, filter))));
        endpoints.Map(
            $"{path}/{{{schema.Name}}}",
            ("GET", request => WithSibling(parent, schema, request, field, (key, filter) => reads.GetAsync(key, request, filter))),
            ("PUT", request => WithSibling(parent, schema, request, field, (key, filter) => writes.UpsertAsync(key, request, filter))),
            ("PATCH", request => WithSibling(parent, schema, request, field, (key, filter) => writes.UpdateAsync(key, request, filter))),
            ("DELETE", request => WithSibling(parent, schema, request, field, (key, filter) => writes.DeleteAsync(key, request, filter))));
    }

    private async ValueTask<Answer> ListConsumersAsync(EntitySchema schema, AdminRequest request, string path)
    {
        if (!request.Query.TryGetPropertyValue("custom_id", out JsonNode? customId))
        {
            return await reads.ListAsync(schema, request, path);
        }

        if (customId.AsText() is not { Length: > 0 } text)
        {
            return Answer.Message(400, "custom_id must be an unempty string");
        }

        IEntity? consumer = await store.FindByAsync(schema, "custom_id", text, request.Aborted);
        JsonArray data = consumer is null ? [] : [schema.ToJson(consumer, clock.GetUtcNow())];
        return Answer.Ok(new JsonObject { ["data"] = data, ["next"] = null });
    }

    private static ValueTask<Answer> WithKey(EntitySchema schema, AdminRequest request, Func<PathKey, ValueTask<Answer>> next) =>
        PathKey.Read(schema, request.Keys[^1], out PathKey key) is { } error ? ValueTask.FromResult<Answer>(error) : next(key);

    private static ValueTask<Answer> WithParentId(EntitySchema parent, Guid? id, Func<PathKey, ValueTask<Answer>> next) =>
        id is null ? ValueTask.FromResult(Answer.NotFound) : next(PathKey.Of(parent, id.Value));

    private async ValueTask<Answer> WithChild(
        EntitySchema schema, AdminRequest request, Func<IEntity, Guid?, ValueTask<Answer>> next, Field field)
    {
        if (PathKey.Read(schema, request.Keys[0], out PathKey key) is { } error)
        {
            return error;
        }

        return await key.FindAsync(store, request.Aborted) is { } child ? await next(child, (Guid?)schema.Read(child, field.Name)) : Answer.NotFound;
    }

    private async ValueTask<Answer> WithParent(
        EntitySchema parent, AdminRequest request, Field field, Func<ParentFilter, ValueTask<Answer>> next)
    {
        if (PathKey.Read(parent, request.Keys[0], out PathKey key) is { } error)
        {
            return error;
        }

        return await key.FindAsync(store, request.Aborted) is { } row ? await next(new ParentFilter(field.Name, row.Id)) : Answer.NotFound;
    }

    private ValueTask<Answer> WithSibling(
        EntitySchema parent, EntitySchema schema, AdminRequest request, Field field, Func<PathKey, ParentFilter, ValueTask<Answer>> next) =>
        WithParent(parent, request, field, filter => WithKey(schema, request, key => next(key, filter)));
}
