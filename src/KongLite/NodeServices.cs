using KongLite.Logging;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Logging;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using KongLite.Settings;
using Microsoft.Extensions.Logging.Console;

namespace KongLite;

/// <summary>What every room may take, and logging.</summary>
internal static class NodeServices
{
    /// <summary>Logging to the console, one line a message.</summary>
    public static IServiceCollection AddLogging(this IServiceCollection services, LogLevelSwitch level)
    {
        services.AddSingleton<ILogLevelSwitch>(_ => level);
        services.AddHostedService<LogLevelListener>();
        return services.AddLogging(logging =>
        {
            level.Rule(logging);
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy/MM/dd HH:mm:ss ";
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            });
        });
    }

    /// <summary>Schemas, clock and the node's own data.</summary>
    public static IServiceCollection AddNode(this IServiceCollection services, NodeSettings settings, IReadOnlyList<PluginDefinition> plugins)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(new NodeInfo
        {
            Id = settings.NodeId ?? Guid.NewGuid(),
            BodyBufferSize = settings.BodyBufferBytes,
            MaxQueryArguments = settings.LuaMaxUriArgs,
            MaxFormArguments = settings.LuaMaxPostArgs,
            MaxRequestHeaders = settings.LuaMaxReqHeaders,
            PortMaps = PortMapAttribute.Parse(settings.PortMaps),
            Headers = HeaderNames.Parse(settings.Headers),
            SendsRequestIdUpstream = settings.HeadersUpstream.Any(HeaderNames.IsUpstreamToken),
        });
        services.AddSingleton(NodeSchemas.Create(plugins, settings));
        services.AddSingleton<SchemaProcessor>();
        return services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.ShutdownTimeout);
    }
}
