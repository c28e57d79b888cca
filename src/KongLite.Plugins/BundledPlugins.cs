using System.Collections.Frozen;
using System.Reflection;
using KongLite.Plugins.AwsLambda;
using KongLite.Plugins.BotDetection;
using KongLite.Plugins.CorrelationId;
using KongLite.Plugins.Cors;
using KongLite.Plugins.IpRestriction;
using KongLite.Plugins.KeyAuth;
using KongLite.Plugins.Redirect;
using KongLite.Plugins.RequestTermination;
using KongLite.Plugins.RequestTransformer;
using KongLite.Plugins.ResponseTransformer;
using KongLite.Plugins.Shared.Aws;
using KongLite.Plugins.StandardWebhooks;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Plugins;

/// <summary>The plugins that come with the gateway.</summary>
public static class BundledPlugins
{
    /// <summary>Their definitions, by name.</summary>
    public static IReadOnlyList<PluginDefinition> Definitions { get; } =
    [
        PluginDefinition.Of(typeof(AwsLambdaPlugin)),
        PluginDefinition.Of(typeof(BotDetectionPlugin)),
        PluginDefinition.Of(typeof(CorrelationIdPlugin)),
        PluginDefinition.Of(typeof(CorsPlugin)),
        PluginDefinition.Of(typeof(IpRestrictionPlugin)),
        PluginDefinition.Of(typeof(KeyAuthPlugin)),
        PluginDefinition.Of(typeof(RedirectPlugin)),
        PluginDefinition.Of(typeof(RequestTerminationPlugin)),
        PluginDefinition.Of(typeof(RequestTransformerPlugin)),
        PluginDefinition.Of(typeof(ResponseTransformerPlugin)),
        PluginDefinition.Of(typeof(StandardWebhooksPlugin)),
    ];

    /// <summary>All that the gateway knows the configuration of, by name: the served ones, and those whose behaviour is not built yet.</summary>
    public static IReadOnlyDictionary<string, Lazy<PluginDefinition>> Known { get; } = Definitions
        .Select(definition => (definition.Name, Definition: new Lazy<PluginDefinition>(definition)))
        .Concat(KnownPlugins.Types.Select(type => (type.GetCustomAttribute<PluginAttribute>()!.Name, Definition: new Lazy<PluginDefinition>(() => PluginDefinition.Of(type)))))
        .ToFrozenDictionary(each => each.Name, each => each.Definition, StringComparer.Ordinal);

    /// <summary>Adds what they share and what outlives changes of their configuration.</summary>
    public static IServiceCollection AddPlugins(this IServiceCollection services) => services
        .AddSingleton(_ => AwsEnvironment.Read(Environment.GetEnvironmentVariable))
        .AddSingleton<AwsCredentialSource>()
        .AddSingleton<LambdaClientPool>()
        .AddSingleton<WorkerIds>();
}
