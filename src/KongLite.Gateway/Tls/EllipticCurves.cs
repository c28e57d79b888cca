namespace KongLite.Gateway.Tls;

/// <summary>Kinds of ECDSA signatures, by the curve of the key.</summary>
[Flags]
public enum EllipticCurves
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>P-256 with SHA-256.</summary>
    P256 = 1,

    /// <summary>P-384 with SHA-384.</summary>
    P384 = 2,

    /// <summary>P-521 with SHA-512.</summary>
    P521 = 4,
}
