using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FluentValidation;
using KongLite.Sdk.Cryptography;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>A certificate authority to verify upstreams with.</summary>
[Entity("ca_certificates")]
[CaCertificateDigest]
[CheckedBy<CaCertificateChecks>]
public sealed record CaCertificate : IEntity
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

    /// <summary>The certificate in PEM form, alone.</summary>
    [Is<PemCertificate>]
    public required string Cert { get; init; }

    /// <summary>SHA-256 of the certificate's DER form, lower-case hexadecimal; computed whenever the certificate is given.</summary>
    [Unique]
    public string? CertDigest { get; init; }

    /// <summary>Words to find the certificate by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>One certificate, not expired, of an authority (Kong: <c>ca_certificates.lua</c>).</summary>
internal sealed class CaCertificateChecks : Checks<CaCertificate>
{
    public CaCertificateChecks() => Custom(c => c.Cert).Custom((cert, validation) => Check(cert, validation));

    private static void Check(string pem, ValidationContext<CaCertificate> validation)
    {
        if (PemKeys.CountCertificates(pem) > 1)
        {
            validation.AddEntityError("please submit only one certificate at a time");
            return;
        }

        using X509Certificate2? certificate = PemKeys.Certificate(pem, out _);
        if (certificate?.NotAfter < DateTime.Now)
        {
            validation.AddEntityError("certificate expired, \"Not After\" time is in the past");
        }
        else if (certificate?.Extensions.OfType<X509BasicConstraintsExtension>().Any(each => each.CertificateAuthority) != true)
        {
            validation.AddEntityError("certificate does not appear to be a CA because it is missing the \"CA\" basic constraint");
        }
    }
}

/// <summary>Computes the digest of a certificate that is given.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CaCertificateDigestAttribute() : TransformationAttribute("cert")
{
    public override void Apply(JsonObject record)
    {
        if (record["cert"].AsText() is { } pem && PemKeys.Certificate(pem, out _) is { } certificate)
        {
            record["cert_digest"] = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
            certificate.Dispose();
        }
    }
}
