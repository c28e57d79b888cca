using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KongLite.Gateway.Tls;
using KongLite.Settings;

namespace KongLite;

/// <summary>The certificates of the node's own TLS addresses: those of the settings, or ones that it made and signed itself.</summary>
internal static class NodeCertificates
{
    /// <summary>The certificate of each kind of address that speaks TLS.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="error">What is wrong with a certificate; null: nothing.</param>
    public static IReadOnlyDictionary<ListenerKind, ServerCertificate> Load(NodeSettings settings, out string? error)
    {
        var found = new Dictionary<ListenerKind, ServerCertificate>();
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
            ServerCertificate? certificate = certificates.Count > 0
                ? Configured(prefix, certificates, keys, out problem)
                : Generated(settings.PrefixPath, prefix, out problem);
            if (certificate is not null)
            {
                found[kind] = certificate;
            }

            return problem;
        }
    }

    /// <summary>The certificate that services are shown; null: none.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="error">What is wrong with it; null: nothing.</param>
    public static TlsCertificate? Client(NodeSettings settings, out string? error)
    {
        error = null;
        return settings is { ClientSsl: true, ClientSslCert: { } certificate, ClientSslCertKey: { } key }
            ? Load("client_ssl_cert", certificate, key, out error) : null;
    }

    private static TlsCertificate? Load(string name, string certificate, string key, out string? error)
    {
        error = null;
        if (PemText.Read(certificate, text => text) is not { } pem || PemText.Certificates(certificate) is null)
        {
            error = $"{name}: failed loading certificate from {PemText.Shown(certificate)}";
            return null;
        }

        TlsCertificate? loaded = PemText.Read(key, text => TlsCertificate.Load(pem, text, out _));
        error = loaded is null ? $"{name}_key: failed loading key from {PemText.Shown(key)}" : null;
        return loaded;
    }

    // A pair is an RSA and an ECDSA certificate; of several of a kind only the first can ever be shown.
    private static ServerCertificate? Configured(string prefix, IReadOnlyList<string> certificates, IReadOnlyList<string> keys, out string? error)
    {
        var loaded = new TlsCertificate[certificates.Count];
        for (int i = 0; i < loaded.Length; i++)
        {
            if (Load($"{prefix}ssl_cert", certificates[i], keys[i], out error) is not { } each)
            {
                return null;
            }

            loaded[i] = each;
        }

        error = null;
        return new ServerCertificate(loaded[0], loaded.FirstOrDefault(each => each.IsElliptic != loaded[0].IsElliptic));
    }

    // As Kong, which keeps what it generated, so that clients may pin it.
    private static ServerCertificate? Generated(string directory, string prefix, out string? error)
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

        return Configured(prefix, [certificate], [key], out error);
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
}
