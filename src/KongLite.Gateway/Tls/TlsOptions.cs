namespace KongLite.Gateway.Tls;

/// <summary>What holds for connections to services unless a service or an upstream says otherwise.</summary>
public sealed record TlsOptions
{
    /// <summary>The certificate that services are shown when they ask for one (<c>client_ssl_cert</c>). Null: none.</summary>
    public TlsCertificate? ClientCertificate { get; init; }

    /// <summary>Whether certificates of services are verified (<c>nginx_proxy_proxy_ssl_verify</c>).</summary>
    public bool VerifiesServices { get; init; }

    /// <summary>Who must have signed a certificate that is verified during a health check (<c>lua_ssl_trusted_certificate</c>).</summary>
    public TrustedAuthorities Authorities { get; init; } = TrustedAuthorities.System;

    /// <summary>How many authorities may stand between such a certificate and a trusted one (<c>lua_ssl_verify_depth</c>).</summary>
    public int VerifyDepth { get; init; } = 1;

    /// <summary>
    /// <see cref="Authorities"/> for services that name none (<c>nginx_proxy_proxy_ssl_trusted_certificate</c>). Null: the same.
    /// </summary>
    public TrustedAuthorities? ServiceAuthorities { get; init; }

    /// <summary>Whether authorities are the node's, for services or for health checks.</summary>
    internal bool Trusts(TrustedAuthorities authorities) => authorities == Authorities || authorities == ServiceAuthorities;

    /// <summary><see cref="VerifyDepth"/> for services (<c>nginx_proxy_proxy_ssl_verify_depth</c>). Null: the same.</summary>
    public int? ServiceVerifyDepth { get; init; }
}
