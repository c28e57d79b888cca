using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>A certificate with its private key, to show to clients or upstreams.</summary>
[Entity("certificates")]
[CheckedBy<CertificateChecks>]
public sealed record Certificate : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the certificate was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>When the certificate was last written, in seconds since 1970.</summary>
    [Auto(OnUpdate = true), Timestamp]
    public long UpdatedAt { get; init; }

    /// <summary>The certificate in PEM form, with its chain behind it.</summary>
    [Referenceable, Is<PemCertificate>]
    public required string Cert { get; init; }

    /// <summary>The certificate's private key in PEM form, not encrypted.</summary>
    [Referenceable, Secret, Is<PemPrivateKey>]
    public required string Key { get; init; }

    /// <summary>A second certificate, of another kind of key (RSA and ECDSA).</summary>
    [Referenceable, Optional, Is<PemCertificate>]
    public string? CertAlt { get; init; }

    /// <summary>The second certificate's private key.</summary>
    [Referenceable, Secret, Optional, Is<PemPrivateKey>]
    public string? KeyAlt { get; init; }

    /// <summary>Words to find the certificate by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Server names that clients get this certificate for; kept as SNIs. Null on input: they stay as they are.</summary>
    [Transient, Optional, Is<WildcardHost>(On = Part.Element)]
    public IReadOnlyList<string>? Snis { get; init; }
}
