using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud.Rules;

/// <summary>What a plugin's protocols owe to those of its route or of its service's routes (Kong: <c>db/dao/plugins.lua</c>).</summary>
internal sealed class PluginRules(IEntityStore store) : IEntityRules
{
    private const string WrongForRoute = "must match the associated route's protocols";
    private const string WrongForService = "must match the protocols of at least one route pointing to this Plugin's service";
    private static readonly EntitySchema Routes = EntitySchema.Of<Route>();

    public EntitySchema Schema { get; } = EntitySchema.Of<Plugin>();

    /// <summary>Checks a new plugin. Without protocols of its own there is nothing to check.</summary>
    public async ValueTask<StoreError?> CheckAsync(JsonObject body, CancellationToken cancellationToken)
    {
        // Objects count: an empty one is an empty list.
        if (body["protocols"] is not { } protocols || protocols is JsonValue)
        {
            return null;
        }

        HashSet<string> own = [.. (protocols as JsonArray ?? []).Select(each => each.AsText()).OfType<string>()];
        if (IdOf(body["route"]) is { } routeId)
        {
            return await store.FindAsync(Routes, routeId, cancellationToken) is Route route && !Share(own, route)
                ? StoreError.Schema(SchemaErrors.At("protocols", WrongForRoute))
                : null;
        }

        return IdOf(body["service"]) is { } serviceId && !await SuitsServiceAsync(own, serviceId, cancellationToken)
            ? StoreError.Schema(SchemaErrors.At("protocols", WrongForService))
            : null;
    }

    /// <summary>Checks a change of a plugin; what it leaves out of protocols and scopes counts as it is now.</summary>
    public ValueTask<StoreError?> CheckAsync(IEntity current, JsonObject changes, CancellationToken cancellationToken)
    {
        string[] concerned = ["protocols", "service", "route"];
        if (!concerned.Any(changes.ContainsKey))
        {
            return ValueTask.FromResult<StoreError?>(null);
        }

        JsonObject before = Schema.ToJson(current, default);
        var after = new JsonObject();
        foreach (string field in concerned)
        {
            after[field] = (changes.ContainsKey(field) ? changes[field] : before[field])?.DeepClone();
        }

        return CheckAsync(after, cancellationToken);
    }

    private async ValueTask<bool> SuitsServiceAsync(HashSet<string> protocols, Guid serviceId, CancellationToken cancellationToken)
    {
        StoreResult<IReadOnlyList<IEntity>> routes = await store.ListAllAsync(Routes, cancellationToken, new ParentFilter("service", serviceId));
        // Kong goes on when it cannot read them.
        return routes.Error is not null || routes.Value.Count == 0 || routes.Value.Any(route => Share(protocols, (Route)route));
    }

    private static bool Share(HashSet<string> protocols, Route route) =>
        route.Protocols.Any(each => protocols.Any(own => Protocols.TryParse(own, out Protocol known) && known == each));

    private static Guid? IdOf(JsonNode? reference) =>
        reference is JsonObject key && Uuids.TryParse(key["id"].AsText(), out Guid id) ? id : null;
}
