using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>What a plugin's protocols owe to those of its route or of its service's routes (Kong: <c>db/dao/plugins.lua</c>).</summary>
internal sealed class PluginRules(IEntityStore store)
{
    private const int PageSize = 1000;
    private const string WrongForRoute = "must match the associated route's protocols";
    private const string WrongForService = "must match the protocols of at least one route pointing to this Plugin's service";
    private static readonly EntitySchema Plugins = EntitySchema.Of<Plugin>();
    private static readonly EntitySchema Routes = EntitySchema.Of<Route>();

    /// <summary>True for the entity that these rules are about.</summary>
    public static bool AppliesTo(EntitySchema schema) => ReferenceEquals(schema, Plugins);

    /// <summary>Checks a new plugin, whose references are resolved. Without protocols of its own there is nothing to check.</summary>
    public async ValueTask<StoreError?> CheckAsync(JsonObject input, CancellationToken cancellationToken)
    {
        // Objects count: an empty one is an empty list.
        if (input["protocols"] is not { } protocols || protocols is JsonValue)
        {
            return null;
        }

        HashSet<string> own = [.. (protocols as JsonArray ?? []).Select(each => each.AsText()).OfType<string>()];
        if (IdOf(input["route"]) is { } routeId)
        {
            return await store.FindAsync(Routes, routeId, cancellationToken) is Route route && !Share(own, route)
                ? StoreError.Schema(SchemaErrors.At("protocols", WrongForRoute))
                : null;
        }

        return IdOf(input["service"]) is { } serviceId && !await SuitsServiceAsync(own, serviceId, cancellationToken)
            ? StoreError.Schema(SchemaErrors.At("protocols", WrongForService))
            : null;
    }

    /// <summary>Checks a change of a plugin; what it leaves out of protocols and scopes counts as it is now.</summary>
    public ValueTask<StoreError?> CheckAsync(Plugin current, JsonObject changes, CancellationToken cancellationToken)
    {
        string[] concerned = ["protocols", "service", "route"];
        if (!concerned.Any(changes.ContainsKey))
        {
            return ValueTask.FromResult<StoreError?>(null);
        }

        JsonObject before = Plugins.ToJson(current, default);
        var after = new JsonObject();
        foreach (string field in concerned)
        {
            after[field] = (changes.ContainsKey(field) ? changes[field] : before[field])?.DeepClone();
        }

        return CheckAsync(after, cancellationToken);
    }

    private async ValueTask<bool> SuitsServiceAsync(HashSet<string> protocols, Guid serviceId, CancellationToken cancellationToken)
    {
        bool hasRoutes = false;
        string? offset = null;
        do
        {
            var request = new PageRequest(PageSize, offset, Parent: new ParentFilter("service", serviceId));
            StoreResult<Page> page = await store.ListAsync(Routes, request, cancellationToken);
            if (page.Error is not null)
            {
                // Kong goes on as if there were no more routes.
                break;
            }

            hasRoutes |= page.Value.Rows.Count > 0;
            if (page.Value.Rows.Any(row => Share(protocols, (Route)row)))
            {
                return true;
            }

            offset = page.Value.Next;
        }
        while (offset is not null);

        return !hasRoutes;
    }

    private static bool Share(HashSet<string> protocols, Route route) =>
        route.Protocols.Any(each => protocols.Any(own => Protocols.TryParse(own, out Protocol known) && known == each));

    private static Guid? IdOf(JsonNode? reference) =>
        reference is JsonObject key && Uuids.TryParse(key["id"].AsText(), out Guid id) ? id : null;
}
