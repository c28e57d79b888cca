using System.Security.Cryptography.X509Certificates;
using KongLite.Sdk.Cryptography;
using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Tls;

/// <summary>Whose word on a server's certificate is taken.</summary>
public sealed class TrustedAuthorities
{
    private readonly X509Certificate2Collection? _roots;
    private readonly IReadOnlyList<CaCertificate> _rows;

    private TrustedAuthorities(X509Certificate2Collection? roots, IReadOnlyList<CaCertificate> rows)
    {
        _roots = roots;
        _rows = rows;
    }

    /// <summary>Those that the system trusts.</summary>
    public static TrustedAuthorities System { get; } = new(null, []);

    /// <summary>Those of certificates.</summary>
    /// <param name="certificates">The authorities' certificates; none: nobody is trusted.</param>
    /// <param name="withSystem">Whether those that the system trusts are trusted too.</param>
    public static TrustedAuthorities Of(X509Certificate2Collection certificates, bool withSystem)
    {
        if (withSystem)
        {
            using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
            certificates.AddRange(store.Certificates);
        }

        return new TrustedAuthorities(certificates, []);
    }

    /// <summary>Those of rows.</summary>
    internal static TrustedAuthorities Of(IReadOnlyList<CaCertificate> rows) =>
        new([.. rows.Select(row => PemKeys.Certificate(row.Cert, out _)).OfType<X509Certificate2>()], rows);

    /// <summary>How a chain is verified: offline, to a root that is one of these.</summary>
    internal X509ChainPolicy ToPolicy()
    {
        X509ChainPolicy policy = OfflinePolicy();
        if (_roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_roots);
        }

        return policy;
    }

    /// <summary>Nothing is fetched, neither lists of revoked certificates nor what a chain lacks: who shows the certificate would say from where.</summary>
    internal static X509ChainPolicy OfflinePolicy() => new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };

    /// <summary>Whether they are of these very rows.</summary>
    internal bool IsOf(IReadOnlyList<CaCertificate> rows)
    {
        for (int i = 0; i < rows.Count && rows.Count == _rows.Count; i++)
        {
            if (!ReferenceEquals(rows[i], _rows[i]))
            {
                return false;
            }
        }

        return rows.Count == _rows.Count;
    }
}
