using KongLite.Plugins.AwsLambda;
using KongLite.Plugins.KeyAuth;
using KongLite.Plugins.RequestTermination;
using KongLite.Plugins.Shared.Aws;
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
        PluginDefinition.Of(typeof(KeyAuthPlugin)),
        PluginDefinition.Of(typeof(RequestTerminationPlugin)),
    ];

    /// <summary>Adds what they share and what outlives changes of their configuration.</summary>
    public static IServiceCollection AddPlugins(this IServiceCollection services) => services
        .AddSingleton(_ => AwsEnvironment.Read(Environment.GetEnvironmentVariable))
        .AddSingleton<AwsCredentialSource>()
        .AddSingleton<LambdaClientPool>();
}
