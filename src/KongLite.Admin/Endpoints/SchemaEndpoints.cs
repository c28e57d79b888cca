using System.Text.Json.Nodes;
using KongLite.Admin.Decoding;
using KongLite.Admin.Routing;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Endpoints;

/// <summary>Schemas of entities, plugins and vaults, and validation without storing: <c>/schemas/…</c>. They answer for all that the node knows.</summary>
internal sealed class SchemaEndpoints(SchemaCatalog catalog, TimeProvider clock)
{
    // Made on first use: nobody else needs the schemas of what is not served.
    private readonly Lazy<SchemaProcessor> _processor = new(() => new SchemaProcessor(catalog.Known, clock));

    /// <summary>Adds the paths.</summary>
    public void Map(EndpointTable endpoints)
    {
        endpoints.Map("/schemas/{name}", ("GET", request => WithEntity(request.Keys[0].Text, schema => Answer.Ok(SchemaDocument.Of(schema)))));
        endpoints.Map(
            "/schemas/{db_entity_name}/validate",
            ("POST", request => WithEntity(request.Keys[0].Text, schema => Validate(schema, request))));
        endpoints.Map("/schemas/plugins/{name}", ("GET", request => WithPlugin(request, plugin => SchemaDocument.Of(plugin))));
        endpoints.Map("/schemas/plugins/validate", ("POST", request => WithEntity("plugins", schema => Validate(schema, request))));
        endpoints.Map("/schemas/vaults/{name}", ("GET", request => WithVault(request.Keys[0].Text)));
        endpoints.Map("/schemas/vaults/validate", ("POST", request => WithEntity("vaults", schema => Validate(schema, request))));
        endpoints.Map("/plugins/schema/{name}", ("GET", request => WithPlugin(request, plugin => SchemaDocument.Of(plugin.Config))));
    }

    private Answer Validate(EntitySchema schema, AdminRequest request)
    {
        if (request.IsForm)
        {
            // Not typed by the schema, as in Kong: numbers stay texts here.
            GenericInference.Infer(request.Body);
        }

        return _processor.Value.Validate(schema, request.Body) is { } errors
            ? StoreError.Schema(errors)
            : Answer.Message(200, "schema validation successful");
    }

    private ValueTask<Answer> WithEntity(string name, Func<EntitySchema, Answer> next) =>
        (catalog.Known.Find(name) is { } schema ? next(schema) : Answer.Message(404, $"No entity named '{name}'")).AsTask();

    private static ValueTask<Answer> WithVault(string name) => (SchemaDocument.OfVault(name) is { } document
        ? Answer.Ok(document)
        : Answer.Message(404, $"No vault named '{name}'")).AsTask();

    private ValueTask<Answer> WithPlugin(AdminRequest request, Func<PluginDefinition, JsonObject> next)
    {
        string name = request.Keys[0].Text;
        return (catalog.Known.Plugins.TryGetValue(name, out PluginDefinition? plugin)
            ? Answer.Ok(next(plugin))
            : Answer.Message(404, $"No plugin named '{name}'")).AsTask();
    }
}
