namespace KongLite.Gateway.Tls;

/// <summary>What holds for connections to services unless a service or an upstream says otherwise.</summary>
public sealed record TlsOptions
{
    /// <summary>The certificate that services are shown when they ask for one (<c>client_ssl_cert</c>). Null: none.</summary>
    public TlsCertificate? ClientCertificate { get; init; }

    /// <summary>Whether certificates of services are verified (<c>nginx_proxy_proxy_ssl_verify</c>).</summary>
    public bool VerifiesServices { get; init; }

    /// <summary>Who must have signed a verified certificate (<c>lua_ssl_trusted_certificate</c>).</summary>
    public TrustedAuthorities Authorities { get; init; } = TrustedAuthorities.System;

    /// <summary>How many authorities may stand between a verified certificate and a trusted one (<c>lua_ssl_verify_depth</c>).</summary>
    public int VerifyDepth { get; init; } = 1;
}
