using KongLite.Gateway.Naming;
using KongLite.Gateway.Pipeline;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Routing;

namespace KongLite.Gateway;

/// <summary>Settings of the data plane, from the node's configuration.</summary>
public sealed record GatewayOptions
{
    /// <summary>How routes are matched and ranked (<c>router_flavor</c>); the rows are of the flavour's record.</summary>
    public RouterFlavor RouterFlavor { get; init; } = RouterFlavor.TraditionalCompatible;

    /// <summary>IP addresses and CIDR blocks of peers whose <c>X-Forwarded-*</c> and real-IP headers are believed (<c>trusted_ips</c>).</summary>
    public IReadOnlyList<string> TrustedIps { get; init; } = [];

    /// <summary>Header in which a trusted peer names the client's address (<c>real_ip_header</c>).</summary>
    public string RealIpHeader { get; init; } = "X-Real-IP";

    /// <summary>
    /// Whether the client's address in a list is the last one that is not trusted itself (<c>real_ip_recursive</c>). False: the last one.
    /// </summary>
    public bool RealIpRecursive { get; init; }

    /// <summary>Longest request body, in bytes (<c>client_max_body_size</c>); longer ones are answered 413. 0: any length.</summary>
    public long MaxBodySize { get; init; }

    /// <summary>How long the next piece of a request's body may take to come before the answer is 408 (nginx: <c>client_body_timeout</c>).</summary>
    public TimeSpan ClientBodyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether connections to services are kept for later requests (<c>upstream_keepalive_pool_size</c> is not 0).</summary>
    public bool KeepsUpstreamConnections { get; init; } = true;

    /// <summary>How long an idle connection to a service is kept (<c>upstream_keepalive_idle_timeout</c>).</summary>
    public TimeSpan UpstreamIdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>TLS of connections to services.</summary>
    public TlsOptions Tls { get; init; } = new();

    /// <summary>How names are turned into addresses.</summary>
    public DnsOptions Dns { get; init; } = new();

    /// <summary>Media type of errors below the plugins when the client names none that it accepts (<c>error_default_type</c>).</summary>
    public string ErrorDefaultType { get; init; } = "text/plain";

    /// <summary>The texts of errors (<c>error_template_html</c> and so on).</summary>
    public ErrorTemplates ErrorTemplates { get; init; } = new();

    /// <summary>Charset that texts without one are given on their way to the client (<c>nginx_http_charset</c>). Null: none.</summary>
    public string? Charset { get; init; } = "UTF-8";

    /// <summary>Whether a <c>Kong-Debug</c> header in a request makes the answer name its route and service (<c>allow_debug_header</c>).</summary>
    public bool AllowDebugHeader { get; init; }

    /// <summary>How many rows, such as credentials and consumers, are kept in memory for use during requests.</summary>
    public int LookupCapacity { get; init; } = 100_000;
}
