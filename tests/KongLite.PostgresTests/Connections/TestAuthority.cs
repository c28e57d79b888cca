using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Connections;

/// <summary>An authority of a test's own.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset End = DateTimeOffset.UtcNow.AddDays(1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority()
    {
        var request = new CertificateRequest($"CN=authority {Guid.NewGuid():n}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Certificate = request.CreateSelfSigned(Begin, End);
    }

    /// <summary>Its own certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A server that speaks TLS with a certificate of this authority for 127.0.0.1, and for no name.</summary>
    public Task<ServerCluster> StartServerAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(Certificate, Begin, End, Guid.NewGuid().ToByteArray());
        return ServerCluster.StartAsync(
            new Dictionary<string, string> { ["ssl"] = "on" },
            new Dictionary<string, string> { ["server.crt"] = certificate.ExportCertificatePem(), ["server.key"] = key.ExportPkcs8PrivateKeyPem() });
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}
