using KongLite.Plugins.Acl;
using KongLite.Plugins.AzureFunctions;
using KongLite.Plugins.BasicAuth;
using KongLite.Plugins.BotDetection;
using KongLite.Plugins.CorrelationId;
using KongLite.Plugins.Cors;
using KongLite.Plugins.Datadog;
using KongLite.Plugins.FileLog;
using KongLite.Plugins.GrpcWeb;
using KongLite.Plugins.HmacAuth;
using KongLite.Plugins.HttpLog;
using KongLite.Plugins.IpRestriction;
using KongLite.Plugins.Jwt;
using KongLite.Plugins.Loggly;
using KongLite.Plugins.OAuth2;
using KongLite.Plugins.OpenTelemetry;
using KongLite.Plugins.PostFunction;
using KongLite.Plugins.PreFunction;
using KongLite.Plugins.Prometheus;
using KongLite.Plugins.Redirect;
using KongLite.Plugins.RequestTransformer;
using KongLite.Plugins.ResponseTransformer;
using KongLite.Plugins.Session;
using KongLite.Plugins.StandardWebhooks;
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
        typeof(BotDetectionPlugin),
        typeof(CorrelationIdPlugin),
        typeof(CorsPlugin),
        typeof(DatadogPlugin),
        typeof(FileLogPlugin),
        typeof(GrpcWebPlugin),
        typeof(HmacAuthPlugin),
        typeof(HttpLogPlugin),
        typeof(IpRestrictionPlugin),
        typeof(JwtPlugin),
        typeof(LogglyPlugin),
        typeof(OAuth2Plugin),
        typeof(OpenTelemetryPlugin),
        typeof(PostFunctionPlugin),
        typeof(PreFunctionPlugin),
        typeof(PrometheusPlugin),
        typeof(RedirectPlugin),
        typeof(RequestTransformerPlugin),
        typeof(ResponseTransformerPlugin),
        typeof(SessionPlugin),
        typeof(StandardWebhooksPlugin),
        typeof(StatsdPlugin),
        typeof(SyslogPlugin),
        typeof(TcpLogPlugin),
        typeof(UdpLogPlugin),
        typeof(ZipkinPlugin),
    ];
}
