using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Pipeline;

/// <summary>All configurations of one plugin, by what they are attached to.</summary>
internal sealed class PluginScopes(bool noRoute, bool noService, bool noConsumer)
{
    private readonly Dictionary<Scope, PluginInstance> _anyConsumer = [];
    private readonly Dictionary<Scope, Dictionary<Guid, PluginInstance>> _byConsumer = [];

    public void Add(PluginInstance instance)
    {
        Plugin entity = instance.Entity;
        var scope = new Scope(entity.RouteId, entity.ServiceId);
        if (entity.ConsumerId is not { } consumer)
        {
            _anyConsumer[scope] = instance;
            return;
        }

        if (!_byConsumer.TryGetValue(scope, out Dictionary<Guid, PluginInstance>? consumers))
        {
            _byConsumer[scope] = consumers = [];
        }

        consumers[consumer] = instance;
    }

    /// <summary>What applies to a route and service, as Kong looks it up; null: nothing ever does.</summary>
    public PluginSlot? SlotFor(Guid? route, Guid? service)
    {
        route = noRoute ? null : route;
        service = noService ? null : service;
        PluginInstance? both = route is not null && service is not null ? Find(route, service) : null;
        PluginInstance? one = both
            ?? (route is null ? null : Find(route, null))
            ?? (service is null ? null : Find(null, service))
            ?? Find(null, null);
        Dictionary<Guid, PluginInstance>? anywhere = noConsumer || both is not null ? null : _byConsumer.GetValueOrDefault(default);
        Dictionary<Guid, PluginInstance>? here = noConsumer ? null : ConsumersOf(route, service);
        return one is null && anywhere is null && here is null ? null : new PluginSlot(one, here, anywhere);
    }

    private PluginInstance? Find(Guid? route, Guid? service) => _anyConsumer.GetValueOrDefault(new Scope(route, service));

    private Dictionary<Guid, PluginInstance>? ConsumersOf(Guid? route, Guid? service)
    {
        if (_byConsumer.Count == 0)
        {
            return null;
        }

        Dictionary<Guid, PluginInstance>? merged = null;
        // The later ones win: route and service together, then the route, then the service.
        Merge(service is null ? null : _byConsumer.GetValueOrDefault(new Scope(null, service)), ref merged);
        Merge(route is null ? null : _byConsumer.GetValueOrDefault(new Scope(route, null)), ref merged);
        Merge(route is null || service is null ? null : _byConsumer.GetValueOrDefault(new Scope(route, service)), ref merged);
        return merged;
    }

    private static void Merge(Dictionary<Guid, PluginInstance>? source, ref Dictionary<Guid, PluginInstance>? merged)
    {
        foreach ((Guid consumer, PluginInstance instance) in source ?? [])
        {
            (merged ??= [])[consumer] = instance;
        }
    }

    private readonly record struct Scope(Guid? Route, Guid? Service);
}
