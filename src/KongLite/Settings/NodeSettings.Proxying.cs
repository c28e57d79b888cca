using System.Text.Json.Serialization;
using KongLite.Sdk.Routing;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>Requests, answers and the services behind the node.</summary>
internal sealed partial record NodeSettings
{
    /// <summary>Headers of its own that the node adds to answers: names, <c>server_tokens</c>, <c>latency_tokens</c> or <c>off</c>.</summary>
    [HeaderTokens(forUpstream: false)]
    public IReadOnlyList<string> Headers { get; init; } = ["server_tokens", "latency_tokens", "x-kong-request-id"];

    /// <summary>Headers of its own that the node adds to forwarded requests: <c>x-kong-request-id</c> or <c>off</c>.</summary>
    [HeaderTokens(forUpstream: true)]
    public IReadOnlyList<string> HeadersUpstream { get; init; } = ["x-kong-request-id"];

    /// <summary>Charset that texts are said to have which name none: text/html, text/plain, text/xml and the like; <c>off</c>: none.</summary>
    [CharsetName]
    public string? NginxHttpCharset { get; init; } = "UTF-8";

    /// <summary>Peers whose word on the client is believed: IP addresses, CIDR blocks, <c>unix:</c>.</summary>
    [Cidrs]
    public IReadOnlyList<string> TrustedIps { get; init; } = [];

    /// <summary>Header in which trusted peers name the client's address.</summary>
    public string RealIpHeader { get; init; } = "X-Real-IP";

    /// <summary>Whether trusted addresses in that header are skipped, from the right.</summary>
    public bool RealIpRecursive { get; init; }

    /// <summary>
    /// Whether a request with a <c>Kong-Debug</c> header is told its route and service: <c>Kong-Route-Id</c>, <c>Kong-Service-Name</c> and so on.
    /// </summary>
    public bool AllowDebugHeader { get; init; }

    /// <summary>Largest request body that is held in memory, such as <c>8k</c>. Unset: as <c>nginx_http_client_body_buffer_size</c>.</summary>
    [Size]
    public string? ClientBodyBufferSize { get; init; } = "8k";

    /// <summary>Largest request body that is held in memory, such as <c>8k</c>; it wins over <c>client_body_buffer_size</c>. Unset: as that.</summary>
    [Size]
    public string? NginxHttpClientBodyBufferSize { get; init; }

    /// <summary>Largest request body that is proxied, such as <c>8m</c>; 0: any.</summary>
    [Size]
    public string NginxHttpClientMaxBodySize { get; init; } = "0";

    /// <summary>Largest request body of the Admin API, such as <c>10m</c>; 0: any.</summary>
    [Size]
    public string NginxAdminClientMaxBodySize { get; init; } = "10m";

    /// <summary>Whether idle connections to services are kept: 0 keeps none, any other number keeps as many as there are.</summary>
    [AtLeast(0)]
    public int UpstreamKeepalivePoolSize { get; init; } = 512;

    /// <summary>How many requests a connection to a service may carry. Has no effect: it carries as many as come.</summary>
    [AtLeast(0)]
    public int UpstreamKeepaliveMaxRequests { get; init; } = 10000;

    /// <summary>How long an idle connection to a service is kept, in seconds; 0: for good.</summary>
    [AtLeast(0)]
    public double UpstreamKeepaliveIdleTimeout { get; init; } = 60;

    /// <summary>Whether services that ask for a certificate are shown <c>client_ssl_cert</c>, unless they or their upstream have one of their own.</summary>
    public bool ClientSsl { get; init; }

    /// <summary>The certificate of <c>client_ssl</c>: a path, a PEM text or that in Base64. Unset: none.</summary>
    public string? ClientSslCert { get; init; }

    /// <summary>Key of <c>client_ssl_cert</c>.</summary>
    [Secret]
    public string? ClientSslCertKey { get; init; }

    /// <summary>Whether certificates of services are verified that do not say so themselves (<c>tls_verify</c>).</summary>
    public bool NginxProxyProxySslVerify { get; init; }

    /// <summary>Authorities for the certificates of services that name none (<c>ca_certificates</c>): the path of a file with certificates, their PEM text or that in Base64. Unset: as <c>lua_ssl_trusted_certificate</c>.</summary>
    [AuthorityFile]
    public string? NginxProxyProxySslTrustedCertificate { get; init; }

    /// <summary>As <c>lua_ssl_verify_depth</c>, for services alone. Unset: as that.</summary>
    [AtLeast(0)]
    public int? NginxProxyProxySslVerifyDepth { get; init; }

    /// <summary>
    /// How many authorities may stand between the certificate of a service and one that is trusted, unless the service says so itself (<c>tls_verify_depth</c>); also in health checks.
    /// </summary>
    [AtLeast(0)]
    public int LuaSslVerifyDepth { get; init; } = 1;

    /// <summary>How many request headers plugins see.</summary>
    [Within(1, 1000)]
    public int LuaMaxReqHeaders { get; init; } = 100;

    /// <summary>How many response headers plugins see.</summary>
    [Within(1, 1000)]
    public int LuaMaxRespHeaders { get; init; } = 100;

    /// <summary>How many query arguments plugins see.</summary>
    [Within(1, 1000)]
    public int LuaMaxUriArgs { get; init; } = 100;

    /// <summary>How many form arguments plugins see.</summary>
    [Within(1, 1000)]
    public int LuaMaxPostArgs { get; init; } = 100;

    /// <summary>How routes are written and matched: <c>traditional_compatible</c>, <c>traditional</c> or <c>expressions</c>; see routing.md.</summary>
    public RouterFlavor RouterFlavor { get; init; } = RouterFlavor.TraditionalCompatible;

    /// <summary>
    /// How often the node looks for changed configuration, in seconds. Has no effect: changes are in force when they are answered, and those of other
    /// nodes as soon as the database tells of them (<c>db_update_frequency</c>).
    /// </summary>
    [Above(0)]
    public double WorkerStateUpdateFrequency { get; init; } = 5;

    /// <summary>Largest request body that is held in memory, in bytes.</summary>
    [JsonIgnore]
    public int BodyBufferBytes => (int)Math.Min(int.MaxValue, SizeAttribute.Bytes(NginxHttpClientBodyBufferSize ?? ClientBodyBufferSize ?? "8k"));

    /// <summary>Largest request body that is proxied, in bytes. Unset: any.</summary>
    [JsonIgnore]
    public long? MaxBodyBytes => SizeAttribute.Limit(NginxHttpClientMaxBodySize);

    /// <summary>Largest request body of the Admin API, in bytes. Unset: any.</summary>
    [JsonIgnore]
    public long? AdminMaxBodyBytes => SizeAttribute.Limit(NginxAdminClientMaxBodySize);
}
