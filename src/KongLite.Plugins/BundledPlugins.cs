using System.Collections.Frozen;
using System.Reflection;
using KongLite.Plugins.Acl;
using KongLite.Plugins.Acme;
using KongLite.Plugins.AwsLambda;
using KongLite.Plugins.BasicAuth;
using KongLite.Plugins.BotDetection;
using KongLite.Plugins.CorrelationId;
using KongLite.Plugins.Cors;
using KongLite.Plugins.FileLog;
using KongLite.Plugins.HmacAuth;
using KongLite.Plugins.HttpLog;
using KongLite.Plugins.IpRestriction;
using KongLite.Plugins.Jwt;
using KongLite.Plugins.KeyAuth;
using KongLite.Plugins.Prometheus;
using KongLite.Plugins.ProxyCache;
using KongLite.Plugins.RateLimiting;
using KongLite.Plugins.Redirect;
using KongLite.Plugins.RequestSizeLimiting;
using KongLite.Plugins.RequestTermination;
using KongLite.Plugins.RequestTransformer;
using KongLite.Plugins.ResponseRatelimiting;
using KongLite.Plugins.ResponseTransformer;
using KongLite.Plugins.Shared.Aws;
using KongLite.Plugins.Shared.Delivery;
using KongLite.Plugins.Shared.RateLimits;
using KongLite.Plugins.Shared.Redis;
using KongLite.Plugins.StandardWebhooks;
using KongLite.Plugins.Statsd;
using KongLite.Plugins.Syslog;
using KongLite.Plugins.TcpLog;
using KongLite.Plugins.UdpLog;
using KongLite.Sdk.Admin;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Plugins;

/// <summary>The plugins that come with the gateway.</summary>
public static class BundledPlugins
{
    /// <summary>Their definitions, by name.</summary>
    public static IReadOnlyList<PluginDefinition> Definitions { get; } =
    [
        PluginDefinition.Of(typeof(AclPlugin)),
        PluginDefinition.Of(typeof(AwsLambdaPlugin)),
        PluginDefinition.Of(typeof(BasicAuthPlugin)),
        PluginDefinition.Of(typeof(BotDetectionPlugin)),
        PluginDefinition.Of(typeof(CorrelationIdPlugin)),
        PluginDefinition.Of(typeof(CorsPlugin)),
        PluginDefinition.Of(typeof(FileLogPlugin)),
        PluginDefinition.Of(typeof(HmacAuthPlugin)),
        PluginDefinition.Of(typeof(HttpLogPlugin)),
        PluginDefinition.Of(typeof(IpRestrictionPlugin)),
        PluginDefinition.Of(typeof(JwtPlugin)),
        PluginDefinition.Of(typeof(KeyAuthPlugin)),
        PluginDefinition.Of(typeof(PrometheusPlugin)),
        PluginDefinition.Of(typeof(ProxyCachePlugin)),
        PluginDefinition.Of(typeof(RateLimitingPlugin)),
        PluginDefinition.Of(typeof(RedirectPlugin)),
        PluginDefinition.Of(typeof(RequestSizeLimitingPlugin)),
        PluginDefinition.Of(typeof(RequestTerminationPlugin)),
        PluginDefinition.Of(typeof(RequestTransformerPlugin)),
        PluginDefinition.Of(typeof(ResponseRatelimitingPlugin)),
        PluginDefinition.Of(typeof(ResponseTransformerPlugin)),
        PluginDefinition.Of(typeof(StandardWebhooksPlugin)),
        PluginDefinition.Of(typeof(StatsdPlugin)),
        PluginDefinition.Of(typeof(SyslogPlugin)),
        PluginDefinition.Of(typeof(TcpLogPlugin)),
        PluginDefinition.Of(typeof(UdpLogPlugin)),
    ];

    /// <summary>All that the gateway knows the configuration of, by name: the served ones, and those whose behaviour is not built yet.</summary>
    public static IReadOnlyDictionary<string, Lazy<PluginDefinition>> Known { get; } = Definitions
        .Select(definition => (definition.Name, Definition: new Lazy<PluginDefinition>(definition)))
        .Concat(KnownPlugins.Types.Select(type => (type.GetCustomAttribute<PluginAttribute>()!.Name, Definition: new Lazy<PluginDefinition>(() => PluginDefinition.Of(type)))))
        .ToFrozenDictionary(each => each.Name, each => each.Definition, StringComparer.Ordinal);

    /// <summary>The entities of all of them, parents before children, and of Kong's acme plugin.</summary>
    public static IReadOnlyList<EntitySchema> Entities { get; } =
    [
        .. Definitions.Select(definition => definition.Type)
            .Concat(KnownPlugins.Types)
            .Select(type => type.GetCustomAttribute<PluginAttribute>()!)
            .OrderBy(plugin => plugin.Name, StringComparer.Ordinal)
            .SelectMany(plugin => plugin.Entities)
            .Append(typeof(AcmeStorage))
            .Select(EntitySchema.Of),
    ];

    /// <summary>Entities that only a plugin's own code reads and writes, not through the generic store.</summary>
    public static IReadOnlyList<EntitySchema> InternalEntities { get; } = [EntitySchema.Of<RateLimitingMetric>()];

    /// <summary>Adds what they share and what outlives changes of their configuration.</summary>
    public static IServiceCollection AddPlugins(this IServiceCollection services) => services
        .AddSingleton(_ => AwsEnvironment.Read(Environment.GetEnvironmentVariable))
        .AddSingleton<AwsCredentialPool>()
        .AddSingleton<AwsConnectionPool>()
        .AddSingleton<WorkerIds>()
        .AddSingleton<VerificationKeys>()
        .AddSingleton<RedisConnections>()
        .AddSingleton<LocalCounters>()
        .AddSingleton<CounterWrites>()
        .AddHostedService(provider => provider.GetRequiredService<CounterWrites>())
        .AddSingleton<CounterStores>()
        .AddSingleton<AnswerCache>()
        .AddSingleton<IAdminExtension, ProxyCacheAdmin>()
        .AddSingleton<DeliveryQueues>()
        .AddHostedService(provider => provider.GetRequiredService<DeliveryQueues>())
        .AddSingleton<LogFiles>()
        .AddSingleton(new SyslogSocket())
        .AddSingleton<RequestMetrics>()
        .AddSingleton<IAdminExtension, PrometheusAdmin>();
}
