using KongLite.Gateway.Balancing;
using KongLite.Gateway.Forwarding;
using KongLite.Gateway.Lookup;
using KongLite.Gateway.Naming;
using KongLite.Gateway.Pipeline;
using KongLite.Gateway.Snapshot;
using KongLite.Gateway.Telemetry;
using KongLite.Gateway.Tls;
using KongLite.Gateway.Vaults;
using KongLite.Gateway.Wire;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway;

/// <summary>The data plane's services.</summary>
public static class GatewayServices
{
    /// <summary>
    /// Adds the data plane. The caller adds a store, <see cref="IChangeFeed"/>, <see cref="Sdk.Schema.SchemaCatalog"/> and <see cref="NodeInfo"/>,
    /// and passes proxied requests to <see cref="GatewayHandler.InvokeAsync"/>.
    /// </summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, GatewayOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<GatewayState>();

        services.AddSingleton<EntityLookup>();
        services.AddSingleton<IEntityLookup>(provider => provider.GetRequiredService<EntityLookup>());

        services.AddSingleton(new EnvVault(Environment.GetEnvironmentVariable));
        services.AddSingleton<VaultReferences>();
        services.AddSingleton<PluginCatalog>();
        services.AddSingleton<PluginRunner>();
        services.AddSingleton<CertificateCompiler>();
        services.AddSingleton<SnapshotBuilder>();
        services.AddSingleton<INameResolver>(provider =>
        {
            TimeProvider clock = provider.GetRequiredService<TimeProvider>();
            DnsOptions dns = options.Dns;
            return new NameResolver(dns, new DnsQuery(dns, ResolverFile.Read("/etc/resolv.conf"), HostsFile.Read(dns.HostsFile), clock), clock);
        });
        services.AddSingleton<Dialer>();
        services.AddSingleton<HealthLog>();
        services.AddSingleton<UpstreamKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<UpstreamKeeper>());
        services.AddSingleton<FeedReader>();
        services.AddHostedService<SnapshotUpdater>();
        services.AddSingleton<UpstreamHealth>();
        services.AddHostedService<HealthListener>();

        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<GatewayTracing>();
        services.AddSingleton(provider => new RequestTelemetry(
            provider.GetRequiredService<GatewayMetrics>(), provider.GetRequiredService<GatewayTracing>(), provider.GetService<AccessLog>()));

        services.AddHttpForwarder();
        services.AddSingleton<InvokerPool>();
        services.AddSingleton<Balancer>();
        services.AddSingleton<Forwarder>();
        services.AddSingleton<AnswerRelay>();

        services.AddSingleton<TrustedPeers>();
        services.AddSingleton<RequestGuard>();
        services.AddSingleton<KongHeaders>();
        services.AddSingleton<Charset>();
        services.AddSingleton<AnswerWriter>();
        services.AddSingleton<ProxySteps>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<RefusalObserver>();
        services.AddSingleton(provider => new GatewayHandler(
            provider.GetRequiredService<GatewayState>(),
            provider.GetRequiredService<NodeInfo>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ProxySteps>(),
            provider.GetRequiredService<ILogger<GatewayHandler>>()));
        return services;
    }

    /// <summary>Adds the access logs of the node, which are flushed when it has stopped.</summary>
    /// <param name="services">The services.</param>
    /// <param name="logs">All of them.</param>
    /// <param name="proxy">That of the proxy; null: none.</param>
    public static IServiceCollection AddAccessLogs(this IServiceCollection services, AccessLogs logs, AccessLog? proxy)
    {
        // By a factory: what the container has made, it disposes of.
        services.AddSingleton(_ => logs);
        services.AddHostedService<AccessLogKeeper>();
        return proxy is null ? services : services.AddSingleton(proxy);
    }

    /// <summary>
    /// Sets a server up so that the data plane sees requests as they are: what nginx would answer is left to it as far as Kestrel allows.
    /// </summary>
    public static void ConfigureKestrel(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        // A target in absolute form names the host; the Host header beside it does not count.
        server.AllowHostHeaderOverride = true;
        server.RequestHeaderEncodingSelector = static name => name switch
        {
            "Connection" => ConnectionHeaderEncoding.Instance,
            "Content-Length" => LengthHeaderEncoding.Instance,
            "Host" or ":authority" => HostHeaderEncoding.Instance,
            _ => System.Text.Encoding.Latin1,
        };
        // A line feed alone ends a line for some and stands in the middle of one for others; the options have no property for it.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
        server.ResponseHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1;
        // The guard counts lines and buffers as nginx does; these only bound what it gets to see.
        server.Limits.MaxRequestHeaderCount = 1000;
        server.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
        server.Limits.MaxRequestBodySize = null;
        server.Limits.MinRequestBodyDataRate = null;
        server.Limits.MinResponseDataRate = null;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(60);
        server.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
    }
}
