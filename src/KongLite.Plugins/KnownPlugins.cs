using KongLite.Plugins.Acl;
using KongLite.Plugins.AzureFunctions;
using KongLite.Plugins.BasicAuth;
using KongLite.Plugins.Datadog;
using KongLite.Plugins.FileLog;
using KongLite.Plugins.GrpcWeb;
using KongLite.Plugins.HmacAuth;
using KongLite.Plugins.HttpLog;
using KongLite.Plugins.Jwt;
using KongLite.Plugins.Loggly;
using KongLite.Plugins.OAuth2;
using KongLite.Plugins.OpenTelemetry;
using KongLite.Plugins.PostFunction;
using KongLite.Plugins.PreFunction;
using KongLite.Plugins.Prometheus;
using KongLite.Plugins.ProxyCache;
using KongLite.Plugins.RateLimiting;
using KongLite.Plugins.RequestSizeLimiting;
using KongLite.Plugins.ResponseRatelimiting;
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
        typeof(AclPlugin),
        typeof(AzureFunctionsPlugin),
        typeof(BasicAuthPlugin),
        typeof(DatadogPlugin),
        typeof(FileLogPlugin),
        typeof(GrpcWebPlugin),
        typeof(HmacAuthPlugin),
        typeof(HttpLogPlugin),
        typeof(JwtPlugin),
        typeof(LogglyPlugin),
        typeof(OAuth2Plugin),
        typeof(OpenTelemetryPlugin),
        typeof(PostFunctionPlugin),
        typeof(PreFunctionPlugin),
        typeof(PrometheusPlugin),
        typeof(ProxyCachePlugin),
        typeof(RateLimitingPlugin),
        typeof(RequestSizeLimitingPlugin),
        typeof(ResponseRatelimitingPlugin),
        typeof(SessionPlugin),
        typeof(StatsdPlugin),
        typeof(SyslogPlugin),
        typeof(TcpLogPlugin),
        typeof(UdpLogPlugin),
        typeof(ZipkinPlugin),
    ];
}
