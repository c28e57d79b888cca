using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KongLite.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace KongLite;

/// <summary>The certificates of the node's own TLS addresses: those of the settings, or ones that it made and signed itself.</summary>
internal static class NodeCertificates
{
    /// <summary>The certificate of each kind of address that speaks TLS.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="error">What is wrong with a certificate; null: nothing.</param>
    public static IReadOnlyDictionary<ListenerKind, HttpsConnectionAdapterOptions> Load(NodeSettings settings, out string? error)
    {
        var found = new Dictionary<ListenerKind, HttpsConnectionAdapterOptions>();
        error = Add(ListenerKind.Proxy, string.Empty, settings.ProxyAddresses, settings.SslCert, settings.SslCertKey)
            ?? Add(ListenerKind.Admin, "admin_", settings.AdminAddresses, settings.AdminSslCert, settings.AdminSslCertKey)
            ?? Add(ListenerKind.Status, "status_", settings.StatusAddresses, settings.StatusSslCert, settings.StatusSslCertKey);
        return found;

        string? Add(
            ListenerKind kind, string prefix, IReadOnlyList<ListenAddress> addresses, IReadOnlyList<string> certificates, IReadOnlyList<string> keys)
        {
            if (!addresses.Any(address => address.Ssl))
            {
                return null;
            }

            string? problem = null;
            HttpsConnectionAdapterOptions? options = certificates.Count > 0
                ? Configured(prefix, certificates[0], keys[0], out problem)
                : Generated(settings.PrefixPath, prefix, out problem);
            if (options is not null)
            {
                found[kind] = options;
            }

            return problem;
        }
    }

    private static HttpsConnectionAdapterOptions? Configured(string prefix, string certificate, string key, out string? error)
    {
        X509Certificate2Collection? chain = PemText.Certificates(certificate);
        error = chain is null ? $"{prefix}ssl_cert: failed loading certificate from {PemText.Shown(certificate)}" : null;
        if (chain is null)
        {
            return null;
        }

        X509Certificate2? own = PemText.Read(key, pem => X509Certificate2.CreateFromPem(chain[0].ExportCertificatePem(), pem));
        error = own is null ? $"{prefix}ssl_cert_key: failed loading key from {PemText.Shown(key)}" : null;
        return own is null ? null : Options(own, chain);
    }

    // As Kong, which keeps what it generated, so that clients may pin it.
    private static HttpsConnectionAdapterOptions? Generated(string directory, string prefix, out string? error)
    {
        string certificate = Path.Combine(directory, "ssl", $"{prefix.Replace('_', '-')}kong-default-ecdsa.crt");
        string key = Path.ChangeExtension(certificate, ".key");
        if (!File.Exists(certificate) || !File.Exists(key))
        {
            try
            {
                Generate(certificate, key);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                error = $"prefix: cannot write to {directory}: {failure.Message}";
                return null;
            }
        }

        return Configured(prefix, certificate, key, out error);
    }

    private static void Generate(string certificate, string key)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost, O=KongLite", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(20));
        Directory.CreateDirectory(Path.GetDirectoryName(certificate)!);
        File.WriteAllText(certificate, made.ExportCertificatePem() + "\n");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new StreamWriter(key, options);
        stream.Write(pair.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static HttpsConnectionAdapterOptions Options(X509Certificate2 certificate, X509Certificate2Collection chain) => new()
    {
        ServerCertificate = certificate,
        ServerCertificateChain = chain,
        SslProtocols = System.Security.Authentication.SslProtocols.Tls12 | System.Security.Authentication.SslProtocols.Tls13,
        OnAuthenticate = static (_, options) => options.CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        ClientCertificateMode = ClientCertificateMode.NoCertificate,
    };
}
