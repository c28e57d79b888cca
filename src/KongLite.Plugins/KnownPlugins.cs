using KongLite.Plugins.AzureFunctions;
using KongLite.Plugins.Datadog;
using KongLite.Plugins.FileLog;
using KongLite.Plugins.GrpcWeb;
using KongLite.Plugins.HttpLog;
using KongLite.Plugins.Loggly;
using KongLite.Plugins.OAuth2;
using KongLite.Plugins.OpenTelemetry;
using KongLite.Plugins.PostFunction;
using KongLite.Plugins.PreFunction;
using KongLite.Plugins.Session;
using KongLite.Plugins.Statsd;
using KongLite.Plugins.Syslog;
using KongLite.Plugins.TcpLog;
using KongLite.Plugins.UdpLog;
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
        typeof(FileLogPlugin),
        typeof(GrpcWebPlugin),
        typeof(HttpLogPlugin),
        typeof(LogglyPlugin),
        typeof(OAuth2Plugin),
        typeof(OpenTelemetryPlugin),
        typeof(PostFunctionPlugin),
        typeof(PreFunctionPlugin),
        typeof(SessionPlugin),
        typeof(StatsdPlugin),
        typeof(SyslogPlugin),
        typeof(TcpLogPlugin),
        typeof(UdpLogPlugin),
        typeof(ZipkinPlugin),
    ];
}
