using KongLite.Gateway.Balancing;
using KongLite.Gateway.Forwarding;
using KongLite.Gateway.Pipeline;
using KongLite.Gateway.Routing;
using KongLite.Gateway.Tls;
using KongLite.Gateway.Vaults;
using KongLite.Sdk.Entities;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Snapshot;

/// <summary>Compiles rows to a snapshot. What belongs to a row that is the same object as before is taken over; the indexes are made new.</summary>
internal sealed partial class SnapshotBuilder(
    PluginCatalog catalog, Balancer balancer, CertificateCompiler compiler, GatewayOptions options, ILogger<SnapshotBuilder> logger)
{
    /// <summary>The snapshot of these rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="previous">The snapshot before it.</param>
    public GatewaySnapshot Build(EntitySet rows, GatewaySnapshot previous)
    {
        var vaults = VaultTable.Build(rows.Of<Vault>(), previous.Vaults);
        // What was made of references may be something else now.
        bool hasSameSecrets = ReferenceEquals(vaults, previous.Vaults);
        CertificateTable certificates = compiler.Build(rows.Of<Certificate>(), rows.Of<Sni>(), vaults, hasSameSecrets, previous.Certificates);
        AuthorityTable authorities = compiler.Build(rows.Of<CaCertificate>(), rows.Of<Service>().Values, previous.Authorities);
        UpstreamTable upstreams = UpstreamTable.Build(rows.Of<Upstream>(), rows.Of<Sdk.Entities.Target>(), certificates, previous.Upstreams);
        balancer.Keep(certificates, authorities);
        Dictionary<Guid, ServiceTarget> targets = Targets(rows.Of<Service>(), upstreams, certificates, authorities, previous);
        Dictionary<Guid, CompiledRoute> routes = Routes(rows.Of<Route>(), targets, previous);
        Dictionary<Guid, PluginInstance> instances = Instances(rows.Of<Plugin>(), vaults, hasSameSecrets, previous);
        var plugins = new PluginTable(instances.Values, rows.Of<Route>(), catalog);
        var names = new SortedSet<string>(rows.Of<Plugin>().Values.Select(row => ((Plugin)row).Name), StringComparer.Ordinal);
        var router = Router.Build([.. routes.Values], options.RouterFlavor);
        return new GatewaySnapshot(rows.Version, router, plugins, upstreams, certificates, authorities, vaults, names, routes, targets, instances);
    }

    private Dictionary<Guid, ServiceTarget> Targets(
        IReadOnlyDictionary<Guid, IEntity> rows,
        UpstreamTable upstreams,
        CertificateTable certificates,
        AuthorityTable authorities,
        GatewaySnapshot previous)
    {
        var targets = new Dictionary<Guid, ServiceTarget>(rows.Count);
        foreach (IEntity row in rows.Values)
        {
            var service = (Service)row;
            UpstreamState? upstream = upstreams.Find(service.Host)?.State;
            UpstreamTls tls = TlsOf(service, certificates, authorities);
            targets[service.Id] = previous.Known(service, upstream, tls) ?? balancer.TargetOf(service, upstream, tls);
        }

        return targets;
    }

    // A certificate of its own that cannot be used is not replaced by another: the service would take the node for somebody else.
    private UpstreamTls TlsOf(Service service, CertificateTable certificates, AuthorityTable authorities)
    {
        TlsOptions node = options.Tls;
        TlsCertificate? client = service.ClientCertificateId is null ? node.ClientCertificate : certificates.Client(service.ClientCertificateId);
        if (!(service.TlsVerify ?? node.VerifiesServices))
        {
            return new UpstreamTls(client, null, 0);
        }

        TrustedAuthorities trust = service.CaCertificates is { } ids ? authorities.Of(ids) : node.ServiceAuthorities ?? node.Authorities;
        return new UpstreamTls(client, trust, service.TlsVerifyDepth ?? node.ServiceVerifyDepth ?? node.VerifyDepth);
    }

    private Dictionary<Guid, CompiledRoute> Routes(
        IReadOnlyDictionary<Guid, IEntity> rows, Dictionary<Guid, ServiceTarget> targets, GatewaySnapshot previous)
    {
        var routes = new Dictionary<Guid, CompiledRoute>(rows.Count);
        foreach (IEntity row in rows.Values)
        {
            var route = (Route)row;
            Service? service = route.ServiceId is { } id ? targets.GetValueOrDefault(id)?.Service : null;
            routes[route.Id] = previous.Compiled(route, service) ?? Compile(route, service);
        }

        return routes;
    }

    private CompiledRoute Compile(Route route, Service? service)
    {
        var compiled = CompiledRoute.Compile(route, service, options.RouterFlavor);
        if (compiled.Problem is { } problem)
        {
            NotServed(route.Id, problem);
        }

        return compiled;
    }

    private Dictionary<Guid, PluginInstance> Instances(
        IReadOnlyDictionary<Guid, IEntity> rows, VaultTable vaults, bool hasSameSecrets, GatewaySnapshot previous)
    {
        var instances = new Dictionary<Guid, PluginInstance>(rows.Count);
        foreach (IEntity row in rows.Values)
        {
            var plugin = (Plugin)row;
            if (plugin.Enabled)
            {
                PluginInstance? known = hasSameSecrets || !VaultReferences.MayBeIn(plugin.Config) ? previous.Known(plugin) : null;
                instances[plugin.Id] = known ?? catalog.Create(plugin, vaults);
            }
        }

        return instances;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "route {Id} cannot be compiled and gets no requests: {Problem}")]
    private partial void NotServed(Guid id, string problem);
}
