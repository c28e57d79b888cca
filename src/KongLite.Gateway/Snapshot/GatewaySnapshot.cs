using KongLite.Gateway.Balancing;
using KongLite.Gateway.Forwarding;
using KongLite.Gateway.Pipeline;
using KongLite.Gateway.Routing;
using KongLite.Gateway.Tls;
using KongLite.Gateway.Vaults;
using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Snapshot;

/// <summary>Everything the proxy needs, compiled and immutable.</summary>
public sealed class GatewaySnapshot
{
    private readonly Dictionary<Guid, CompiledRoute> _routes;
    private readonly Dictionary<Guid, ServiceTarget> _targets;
    private readonly Dictionary<Guid, PluginInstance> _instances;

    internal GatewaySnapshot(
        long version,
        Router router,
        PluginTable plugins,
        UpstreamTable upstreams,
        CertificateTable certificates,
        AuthorityTable authorities,
        VaultTable vaults,
        IReadOnlyCollection<string> pluginNames,
        Dictionary<Guid, CompiledRoute> routes,
        Dictionary<Guid, ServiceTarget> targets,
        Dictionary<Guid, PluginInstance> instances)
    {
        Version = version;
        Router = router;
        Plugins = plugins;
        Upstreams = upstreams;
        Certificates = certificates;
        Authorities = authorities;
        Vaults = vaults;
        PluginNames = pluginNames;
        _routes = routes;
        _targets = targets;
        _instances = instances;
    }

    /// <summary>A node that knows nothing yet.</summary>
    public static GatewaySnapshot Empty { get; } = new(
        -1, Router.Empty, PluginTable.Empty, UpstreamTable.Empty, CertificateTable.Empty, AuthorityTable.Empty, VaultTable.Empty, [], [], [], []);

    /// <summary>Version of the change feed that the snapshot includes; -1: none yet.</summary>
    public long Version { get; }

    /// <summary>Names of the plugins that are configured somewhere, enabled or not, each once and in order.</summary>
    public IReadOnlyCollection<string> PluginNames { get; }

    /// <summary>Finds the route of a request.</summary>
    internal Router Router { get; }

    /// <summary>Finds the plugins of a route.</summary>
    internal PluginTable Plugins { get; }

    /// <summary>The upstreams that services may name.</summary>
    internal UpstreamTable Upstreams { get; }

    /// <summary>The records that it was compiled from: services, routes and enabled plugins, in no order.</summary>
    internal IEnumerable<IEntity> Rows =>
    [
        .. _targets.Values.Select(target => target.Service),
        .. _routes.Values.Select(route => route.Route),
        .. _instances.Values.Select(instance => instance.Entity),
    ];

    /// <summary>The certificates that clients and services are shown.</summary>
    internal CertificateTable Certificates { get; }

    /// <summary>The authorities that services name.</summary>
    internal AuthorityTable Authorities { get; }

    /// <summary>Where secrets may be.</summary>
    internal VaultTable Vaults { get; }

    /// <summary>The same content as of a later version, when nothing changed that matters here.</summary>
    internal GatewaySnapshot WithVersion(long version) =>
        new(version, Router, Plugins, Upstreams, Certificates, Authorities, Vaults, PluginNames, _routes, _targets, _instances);

    /// <summary>Where a service is.</summary>
    internal ServiceTarget TargetOf(Service service) => _targets[service.Id];

    /// <summary>The compiled route of these records; null: it has to be compiled.</summary>
    internal CompiledRoute? Compiled(Route route, Service? service) =>
        _routes.TryGetValue(route.Id, out CompiledRoute? known) && ReferenceEquals(known.Route, route) && ReferenceEquals(known.Service, service)
            ? known : null;

    /// <summary>The target of this record over this upstream with this TLS; null: it has to be made.</summary>
    internal ServiceTarget? Known(Service service, UpstreamState? upstream, UpstreamTls tls) =>
        _targets.TryGetValue(service.Id, out ServiceTarget? known) && ReferenceEquals(known.Service, service) && ReferenceEquals(known.Upstream, upstream)
            && known.Tls == tls
            ? known : null;

    /// <summary>The instance of this record; null: it has to be made.</summary>
    internal PluginInstance? Known(Plugin plugin) =>
        _instances.TryGetValue(plugin.Id, out PluginInstance? known) && ReferenceEquals(known.Entity, plugin) ? known : null;
}
