using System.Net;
using System.Security.Cryptography.X509Certificates;
using KongLite.Admin;
using KongLite.Gateway;
using KongLite.Gateway.Naming;
using KongLite.Gateway.Pipeline;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Logging;
using KongLite.Sdk.Plugins;
using KongLite.Settings;

namespace KongLite;

/// <summary>The settings in the terms of the rooms that follow them.</summary>
internal static class RoomOptions
{
    /// <summary>What the data plane follows.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="clientCertificate">The certificate of <c>client_ssl</c>; null: none.</param>
    public static GatewayOptions ToGatewayOptions(this NodeSettings settings, TlsCertificate? clientCertificate) => new()
    {
        RouterFlavor = settings.RouterFlavor,
        TrustedIps = settings.TrustedIps,
        RealIpHeader = settings.RealIpHeader,
        RealIpRecursive = settings.RealIpRecursive,
        AllowDebugHeader = settings.AllowDebugHeader,
        MaxBodySize = settings.MaxBodyBytes ?? 0,
        KeepsUpstreamConnections = settings.UpstreamKeepalivePoolSize > 0,
        UpstreamIdleTimeout = settings.UpstreamKeepaliveIdleTimeout > 0
            ? TimeSpan.FromSeconds(settings.UpstreamKeepaliveIdleTimeout) : Timeout.InfiniteTimeSpan,
        Tls = new TlsOptions
        {
            ClientCertificate = clientCertificate,
            VerifiesServices = settings.NginxProxyProxySslVerify,
            Authorities = AuthoritiesOf(settings.LuaSslTrustedCertificate),
            VerifyDepth = settings.LuaSslVerifyDepth,
            ServiceAuthorities = settings.NginxProxyProxySslTrustedCertificate is { } file ? AuthoritiesOf([file]) : null,
            ServiceVerifyDepth = settings.NginxProxyProxySslVerifyDepth,
        },
        Dns = new DnsOptions
        {
            Servers = [.. settings.DnsResolver.Select(NameServersAttribute.Parse).OfType<IPEndPoint>()],
            HostsFile = settings.DnsHostsfile,
            Order = [.. settings.DnsOrder.Select(step => Enum.Parse<DnsOrder>(step, ignoreCase: true))],
            ValidTtl = settings.DnsValidTtl is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            StaleTtl = TimeSpan.FromSeconds(settings.DnsStaleTtl),
            NotFoundTtl = TimeSpan.FromSeconds(settings.DnsNotFoundTtl),
            ErrorTtl = TimeSpan.FromSeconds(settings.DnsErrorTtl),
            CacheSize = settings.DnsCacheSize,
        },
        ErrorTemplates = TemplatesOf(settings),
        Charset = CharsetNameAttribute.Parse(settings.NginxHttpCharset),
        ErrorDefaultType = settings.ErrorDefaultType switch
        {
            ErrorType.Json => "application/json",
            ErrorType.Xml => "application/xml",
            ErrorType.Html => "text/html",
            _ => "text/plain",
        },
    };

    /// <summary>What the Admin API follows.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="plugins">The loaded plugins.</param>
    /// <param name="level">The log level, which it shows and changes.</param>
    public static AdminOptions ToAdminOptions(this NodeSettings settings, IReadOnlyList<PluginDefinition> plugins, ILogLevelSwitch level)
    {
        string[] names = [.. plugins.Select(plugin => plugin.Name)];
        return new AdminOptions
        {
            Configuration = () => ConfigurationDocument.Of(settings, names, level.Level),
            GuiOrigins = [.. settings.AdminGuiUrl.Select(url => new Uri(url).GetLeftPart(UriPartial.Authority))],
            MaxBodySize = settings.AdminMaxBodyBytes ?? long.MaxValue,
            Database = settings.Database.ToString().ToLowerInvariant(),
        };
    }
    private static ErrorTemplates TemplatesOf(NodeSettings settings)
    {
        var own = new ErrorTemplates();
        return new ErrorTemplates
        {
            Html = ErrorTemplateAttribute.Read(settings.ErrorTemplateHtml, out _) ?? own.Html,
            Json = ErrorTemplateAttribute.Read(settings.ErrorTemplateJson, out _) ?? own.Json,
            Xml = ErrorTemplateAttribute.Read(settings.ErrorTemplateXml, out _) ?? own.Xml,
            Plain = ErrorTemplateAttribute.Read(settings.ErrorTemplatePlain, out _) ?? own.Plain,
        };
    }

    private static TrustedAuthorities AuthoritiesOf(IReadOnlyList<string> entries)
    {
        X509Certificate2Collection named = [.. entries.Where(each => each != AuthoritiesAttribute.System).SelectMany(each => PemText.Certificates(each) ?? [])];
        bool withSystem = entries.Contains(AuthoritiesAttribute.System);
        return withSystem && named.Count == 0 ? TrustedAuthorities.System : TrustedAuthorities.Of(named, withSystem);
    }
}
