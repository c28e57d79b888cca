using KongLite.Plugins.Acl;
using KongLite.Plugins.BasicAuth;
using KongLite.Plugins.BotDetection;
using KongLite.Plugins.CorrelationId;
using KongLite.Plugins.Cors;
using KongLite.Plugins.GrpcWeb;
using KongLite.Plugins.HmacAuth;
using KongLite.Plugins.IpRestriction;
using KongLite.Plugins.Jwt;
using KongLite.Plugins.OAuth2;
using KongLite.Plugins.Redirect;
using KongLite.Plugins.RequestSizeLimiting;
using KongLite.Plugins.Session;
using KongLite.Plugins.StandardWebhooks;

namespace KongLite.Plugins;

/// <summary>The plugins whose configuration KongLite knows.</summary>
internal static class KnownPlugins
{
    /// <summary>Their classes, by name. Those without phases are not served.</summary>
    internal static readonly Type[] Types =
    [
        typeof(AclPlugin),
        typeof(BasicAuthPlugin),
        typeof(BotDetectionPlugin),
        typeof(CorrelationIdPlugin),
        typeof(CorsPlugin),
        typeof(GrpcWebPlugin),
        typeof(HmacAuthPlugin),
        typeof(IpRestrictionPlugin),
        typeof(JwtPlugin),
        typeof(OAuth2Plugin),
        typeof(RedirectPlugin),
        typeof(RequestSizeLimitingPlugin),
        typeof(SessionPlugin),
        typeof(StandardWebhooksPlugin),
    ];
}
