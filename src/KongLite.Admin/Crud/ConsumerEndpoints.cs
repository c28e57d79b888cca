using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>The list of consumers, which <c>custom_id</c> narrows down to one (Kong: <c>api/routes/consumers.lua</c>).</summary>
internal sealed class ConsumerEndpoints(IEntityStore store, EntityReads reads, EntityWrites writes, EntityViews views)
{
    private const string Path = "/consumers";
    private static readonly EntitySchema Consumers = EntitySchema.Of<Consumer>();

    /// <summary>Adds the paths.</summary>
    public void Map(EndpointTable endpoints) =>
        endpoints.Map(Path, ("GET", ListAsync), ("POST", request => writes.CreateAsync(Consumers, request)));

    private async ValueTask<Answer> ListAsync(AdminRequest request)
    {
        if (!request.Query.TryGetPropertyValue("custom_id", out JsonNode? customId))
        {
            return await reads.ListAsync(Consumers, request, Path);
        }

        if (customId.AsText() is not { Length: > 0 } text)
        {
            return Answer.Message(400, "custom_id must be an unempty string");
        }

        IEntity? consumer = await store.FindByAsync(Consumers, "custom_id", text, request.Aborted);
        JsonArray data = consumer is null ? [] : [await views.ShowAsync(Consumers, consumer, request.Aborted)];
        return Answer.Ok(new JsonObject { ["data"] = data, ["next"] = null });
    }
}
