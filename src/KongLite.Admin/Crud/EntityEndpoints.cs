using KongLite.Admin.Routing;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>The paths of every entity, and those that its references to other entities make, where nobody has mapped them before.</summary>
internal sealed class EntityEndpoints(SchemaCatalog catalog, EntityReads reads, EntityWrites writes, PathRows rows)
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
        endpoints.MapIfFree(
            path,
            ("GET", request => reads.ListAsync(schema, request, path)),
            ("POST", request => writes.CreateAsync(schema, request)));
        endpoints.MapIfFree(
            $"{path}/{{{schema.Name}}}",
            ("GET", request => PathRows.WithKey(schema, request.Keys[0], key => reads.GetAsync(key, request))),
            ("PUT", request => PathRows.WithKey(schema, request.Keys[0], key => writes.UpsertAsync(key, request))),
            ("PATCH", request => PathRows.WithKey(schema, request.Keys[0], key => writes.UpdateAsync(key, request))),
            ("DELETE", request => PathRows.WithKey(schema, request.Keys[0], key => writes.DeleteAsync(key, request))));
    }

    private void MapParent(EndpointTable endpoints, EntitySchema schema, Field field, EntitySchema parent)
    {
        endpoints.MapIfFree(
            $"/{schema.AdminName}/{{{schema.Name}}}/{field.Name}",
            ("GET", request => WithParentKey(request, key => reads.GetAsync(key, request))),
            ("PUT", request => PathRows.WithKey(schema, request.Keys[0], child => writes.UpsertParentAsync(parent, child, field, request))),
            ("PATCH", request => WithParentKey(request, key => writes.UpdateAsync(key, request))),
            ("DELETE", request => WithParentKey(request, _ => Answer.MethodNotAllowed.AsTask())));

        ValueTask<Answer> WithParentKey(AdminRequest request, Func<PathKey, ValueTask<Answer>> next) => rows.WithRow(
            schema, request, child => schema.Read(child, field.Name) is Guid id ? next(PathKey.Of(parent, id)) : Answer.NotFound.AsTask());
    }

    private void MapChildren(EndpointTable endpoints, EntitySchema schema, Field field, EntitySchema parent)
    {
        string path = $"/{parent.AdminName}/{{{parent.Name}}}/{schema.NestedName}";
        endpoints.MapIfFree(
            path,
            ("GET", request => rows.WithParent(
                parent,
                field.Name,
                request,
                filter => reads.ListAsync(schema, request, $"/{parent.AdminName}/{request.Keys[0].Raw}/{schema.NestedName}", filter))),
            ("POST", request => rows.WithParent(parent, field.Name, request, filter => writes.CreateAsync(schema, request, filter))));
        endpoints.MapIfFree(
            $"{path}/{{{schema.Name}}}",
            ("GET", request => WithChild(request, (key, filter) => reads.GetAsync(key, request, filter))),
            ("PUT", request => WithChild(request, (key, filter) => writes.UpsertAsync(key, request, filter))),
            ("PATCH", request => WithChild(request, (key, filter) => writes.UpdateAsync(key, request, filter))),
            ("DELETE", request => WithChild(request, (key, filter) => writes.DeleteAsync(key, request, filter))));

        ValueTask<Answer> WithChild(AdminRequest request, Func<PathKey, ParentFilter, ValueTask<Answer>> next) =>
            rows.WithParent(parent, field.Name, request, filter => PathRows.WithChild(schema, request, key => next(key, filter)));
    }
}
