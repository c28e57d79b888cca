using KongLite.Plugins.AzureFunctions;
using KongLite.Plugins.Datadog;
using KongLite.Plugins.GrpcWeb;
using KongLite.Plugins.Loggly;
using KongLite.Plugins.OAuth2;
using KongLite.Plugins.OpenTelemetry;
using KongLite.Plugins.PostFunction;
using KongLite.Plugins.PreFunction;
using KongLite.Plugins.Session;
using KongLite.Plugins.Zipkin;

namespace KongLite.Plugins;

/// <summary>The plugins whose configuration KongLite knows.</summary>
internal static class KnownPlugins
{
    /// <summary>Their classes, by name. Those without phases are not served.</summary>
    internal static readonly Type[] Types =
    [
        typeof(AzureFunctionsPlugin),
        typeof(DatadogPlugin),
        typeof(GrpcWebPlugin),
        typeof(LogglyPlugin),
        typeof(OAuth2Plugin),
        typeof(OpenTelemetryPlugin),
        typeof(PostFunctionPlugin),
        typeof(PreFunctionPlugin),
        typeof(SessionPlugin),
        typeof(ZipkinPlugin),
    ];
}
