using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KongLite.Tests.Gateway.Tls;

/// <summary>An authority made for a test, with what it signs.</summary>
internal sealed class Authority
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _own;
    private readonly Authority? _issuer;

    /// <summary>A root.</summary>
    public Authority(string name = "root")
    {
        CertificateRequest request = AuthorityRequest(name);
        _own = request.CreateSelfSigned(From, To);
    }

    private Authority(Authority issuer, string name)
    {
        _issuer = issuer;
        _own = issuer.Sign(AuthorityRequest(name));
    }

    /// <summary>Its certificate.</summary>
    public string Pem => _own.ExportCertificatePem();

    /// <summary>Its certificate.</summary>
    public X509Certificate2Collection Collection => [X509Certificate2.CreateFromPem(Pem)];

    private static DateTimeOffset From => DateTimeOffset.UtcNow.AddDays(-1);

    private static DateTimeOffset To => DateTimeOffset.UtcNow.AddDays(1);

    /// <summary>An authority that this one stands behind.</summary>
    public Authority Intermediate(string name) => new(this, name);

    /// <summary>A certificate for servers and clients.</summary>
    /// <param name="name">Its common name and DNS name.</param>
    /// <param name="rsa">Whether its key is RSA; false: ECDSA.</param>
    /// <param name="withChain">Whether the authorities behind it, but for the root, are in the text.</param>
    /// <param name="issuerAt">Where its issuer's certificate is said to be; null: nothing is said.</param>
    public KeyPair Issue(string name, bool rsa = false, bool withChain = true, string? issuerAt = null)
    {
        using AsymmetricAlgorithm key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = key is RSA one
            ? new CertificateRequest($"CN={name}", one, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUse), new Oid(ClientUse)], false));
        if (issuerAt is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([issuerAt], [issuerAt]));
        }

        using X509Certificate2 signed = Sign(request);
        string text = signed.ExportCertificatePem();
        for (Authority? each = this; withChain && each?._issuer is not null; each = each._issuer)
        {
            text += "\n" + each.Pem;
        }

        return new KeyPair(text, key.ExportPkcs8PrivateKeyPem());
    }

    private X509Certificate2 Sign(CertificateRequest request) =>
        request.Create(_own.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), From, To, RandomNumberGenerator.GetBytes(8));

    private CertificateRequest AuthorityRequest(string name)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }
}
