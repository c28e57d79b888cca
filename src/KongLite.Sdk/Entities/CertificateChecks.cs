using System.Security.Cryptography.X509Certificates;
using FluentValidation;
using KongLite.Sdk.Cryptography;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Sdk.Entities;

/// <summary>Certificates match their keys, and each other not (Kong: <c>certificates.lua</c>).</summary>
internal sealed class CertificateChecks : Checks<Certificate>
{
    private const string SameType = "certificate and alternative certificate need to have different type (e.g. RSA and ECDSA), "
        + "the provided certificates were both of the same type";

    public CertificateChecks()
    {
        MutuallyRequired(c => c.CertAlt, c => c.KeyAlt);
        Custom(runsWithMissingFields: false, "cert", "key");
        Custom(runsWithMissingFields: false, "cert_alt", "key_alt");
        Custom(runsWithMissingFields: false, "cert", "cert_alt");
        RuleFor(c => c).Custom((certificate, validation) => Check(certificate, validation));
    }

    private static void Check(Certificate certificate, ValidationContext<Certificate> validation)
    {
        IReadOnlySet<string> failed = CheckContext.Of(validation).Failed;
        if (!failed.Contains("cert") && !failed.Contains("key") && !Matches(certificate.Cert, certificate.Key))
        {
            validation.AddEntityError("certificate does not match key");
        }

        if (failed.Contains("cert_alt") || failed.Contains("key_alt"))
        {
            return;
        }

        if (certificate is { CertAlt: { } alternative, KeyAlt: { } key } && !Matches(alternative, key))
        {
            validation.AddEntityError("alternative certificate does not match key");
        }
        else if (certificate is { CertAlt: { } other, KeyAlt: not null } && !failed.Contains("cert") && HaveSameType(certificate.Cert, other))
        {
            validation.AddEntityError(SameType);
        }
    }

    // What stands behind a vault reference is known only when it is used.
    private static bool Matches(string cert, string key)
    {
        if (VaultReference.Is(cert) || VaultReference.Is(key))
        {
            return true;
        }

        using X509Certificate2? certificate = PemKeys.Certificate(cert, out _);
        return certificate is not null && PemKeys.PublicOf(certificate).AsSpan().SequenceEqual(SigningKeys.PublicOfPrivate(key, out _));
    }

    private static bool HaveSameType(string cert, string other)
    {
        if (VaultReference.Is(cert) || VaultReference.Is(other))
        {
            return false;
        }

        using X509Certificate2? one = PemKeys.Certificate(cert, out _);
        using X509Certificate2? two = PemKeys.Certificate(other, out _);
        return one?.PublicKey.Oid.Value == two?.PublicKey.Oid.Value;
    }
}
