using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Pipeline;

/// <summary>Which chain applies where. Routes without plugins of their own share their service's, and services without share one.</summary>
internal sealed class PluginTable
{
    private readonly Dictionary<Guid, PluginChain> _byRoute = [];
    private readonly Dictionary<Guid, PluginChain> _byService = [];

    private PluginTable() => Global = new PluginChain([]);

    /// <summary>The table of a set of configurations.</summary>
    /// <param name="instances">Every enabled configuration.</param>
    /// <param name="routes">The routes by id: where a route leads decides which of its service's configurations apply.</param>
    /// <param name="catalog">The installed plugins.</param>
    public PluginTable(IReadOnlyCollection<PluginInstance> instances, IReadOnlyDictionary<Guid, IEntity> routes, PluginCatalog catalog)
    {
        PluginScopes[] scopes = ScopesOf(instances, catalog);
        Global = ChainOf(scopes, null, null);
        foreach (PluginInstance instance in instances)
        {
            Plugin entity = instance.Entity;
            if (entity.RouteId is { } routeId)
            {
                if (!_byRoute.ContainsKey(routeId) && routes.TryGetValue(routeId, out IEntity? route))
                {
                    _byRoute[routeId] = ChainOf(scopes, routeId, ((Route)route).ServiceId);
                }
            }
            else if (entity.ServiceId is { } serviceId && !_byService.ContainsKey(serviceId))
            {
                _byService[serviceId] = ChainOf(scopes, null, serviceId);
            }
        }
    }

    /// <summary>No plugins.</summary>
    public static PluginTable Empty { get; } = new();

    /// <summary>What applies to everything; also to requests that no route matches.</summary>
    public PluginChain Global { get; }

    /// <summary>What applies to a route.</summary>
    public PluginChain For(Route route)
    {
        if (_byRoute.Count > 0 && _byRoute.TryGetValue(route.Id, out PluginChain? chain))
        {
            return chain;
        }

        return _byService.Count > 0 && route.ServiceId is { } service && _byService.TryGetValue(service, out chain) ? chain : Global;
    }

    private static PluginScopes[] ScopesOf(IReadOnlyCollection<PluginInstance> instances, PluginCatalog catalog)
    {
        var byName = new Dictionary<string, (PluginInstance First, PluginScopes Scopes)>(StringComparer.Ordinal);
        foreach (PluginInstance instance in instances)
        {
            if (!byName.TryGetValue(instance.Name, out (PluginInstance First, PluginScopes Scopes) known))
            {
                Sdk.Plugins.PluginDefinition? definition = catalog.Find(instance.Name);
                var scopes = new PluginScopes(definition?.NoRoute == true, definition?.NoService == true, definition?.NoConsumer == true);
                byName[instance.Name] = known = (instance, scopes);
            }

            known.Scopes.Add(instance);
        }

        return
        [
            .. byName.Values
                .OrderByDescending(each => each.First.Priority)
                .ThenByDescending(each => each.First.Name, StringComparer.Ordinal)
                .Select(each => each.Scopes),
        ];
    }

    private static PluginChain ChainOf(PluginScopes[] scopes, Guid? route, Guid? service)
    {
        var slots = new List<PluginSlot>(scopes.Length);
        foreach (PluginScopes each in scopes)
        {
            if (each.SlotFor(route, service) is { } slot)
            {
                slots.Add(slot);
            }
        }

        return new PluginChain([.. slots]);
    }
}
