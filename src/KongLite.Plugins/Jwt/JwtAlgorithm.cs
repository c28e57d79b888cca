namespace KongLite.Plugins.Jwt;

/// <summary>The algorithms of tokens (RFC 7518, 3.1 and RFC 8037).</summary>
internal enum JwtAlgorithm
{
    /// <summary>HMAC with SHA-256.</summary>
    HS256,

    /// <summary>HMAC with SHA-384.</summary>
    HS384,

    /// <summary>HMAC with SHA-512.</summary>
    HS512,

    /// <summary>RSA (PKCS #1) with SHA-256.</summary>
    RS256,

    /// <summary>RSA (PKCS #1) with SHA-384.</summary>
    RS384,

    /// <summary>RSA (PKCS #1) with SHA-512.</summary>
    RS512,

    /// <summary>ECDSA with P-256 and SHA-256.</summary>
    ES256,

    /// <summary>ECDSA with P-384 and SHA-384.</summary>
    ES384,

    /// <summary>ECDSA with P-521 and SHA-512.</summary>
    ES512,

    /// <summary>RSA (PSS) with SHA-256.</summary>
    PS256,

    /// <summary>RSA (PSS) with SHA-384.</summary>
    PS384,

    /// <summary>RSA (PSS) with SHA-512.</summary>
    PS512,

    /// <summary>Ed25519.</summary>
    EdDSA,
}
