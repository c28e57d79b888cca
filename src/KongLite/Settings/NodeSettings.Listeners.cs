using System.Security.Authentication;
using System.Text.Json.Serialization;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>Addresses and certificates.</summary>
internal sealed partial record NodeSettings
{
    /// <summary>Addresses of the proxy: <c>ip:port</c> with flags, or <c>off</c>.</summary>
    [Listen]
    public IReadOnlyList<string> ProxyListen { get; init; } =
        ["0.0.0.0:8000 reuseport backlog=16384", "0.0.0.0:8443 http2 ssl reuseport backlog=16384"];

    /// <summary>Addresses of the Admin API: <c>ip:port</c> with flags, or <c>off</c>.</summary>
    [Listen]
    public IReadOnlyList<string> AdminListen { get; init; } =
        ["127.0.0.1:8001 reuseport backlog=16384", "127.0.0.1:8444 http2 ssl reuseport backlog=16384"];

    /// <summary>Addresses of the read-only status API: <c>ip:port</c> with flags, or <c>off</c>.</summary>
    [Listen]
    public IReadOnlyList<string> StatusListen { get; init; } = ["127.0.0.1:8007 reuseport backlog=16384"];

    /// <summary>Certificates of the proxy's TLS addresses: paths, PEM texts or those in Base64. Empty: one is made, signed by itself.</summary>
    public IReadOnlyList<string> SslCert { get; init; } = [];

    /// <summary>Keys of <c>ssl_cert</c>, in the same order.</summary>
    [Secret]
    public IReadOnlyList<string> SslCertKey { get; init; } = [];

    /// <summary>Certificates of the Admin API's TLS addresses. Empty: one is made, signed by itself.</summary>
    public IReadOnlyList<string> AdminSslCert { get; init; } = [];

    /// <summary>Keys of <c>admin_ssl_cert</c>, in the same order.</summary>
    [Secret]
    public IReadOnlyList<string> AdminSslCertKey { get; init; } = [];

    /// <summary>Certificates of the status API's TLS addresses. Empty: one is made, signed by itself.</summary>
    public IReadOnlyList<string> StatusSslCert { get; init; } = [];

    /// <summary>Keys of <c>status_ssl_cert</c>, in the same order.</summary>
    [Secret]
    public IReadOnlyList<string> StatusSslCertKey { get; init; } = [];

    /// <summary>
    /// Suites and versions of TLS of the listeners: <c>modern</c> (TLS 1.3 alone), <c>intermediate</c> (the platform's), <c>old</c>, <c>fips</c> (TLS 1.2 alone) or <c>custom</c> (those of ssl_ciphers); see tls.md.
    /// </summary>
    public string SslCipherSuite { get; init; } = "intermediate";

    /// <summary>Suites of TLS 1.2 with <c>ssl_cipher_suite = custom</c>, as OpenSSL lists them. Unset: HIGH:!aNULL:!MD5.</summary>
    public string? SslCiphers { get; init; }

    /// <summary>
    /// Versions of TLS that the listeners speak, apart from each other by blanks: <c>TLSv1.2</c>, <c>TLSv1.3</c>. Older ones are not spoken, nor those that ssl_cipher_suite leaves out.
    /// </summary>
    [TlsVersions]
    public string SslProtocols { get; init; } = "TLSv1.2 TLSv1.3";

    /// <summary>The versions of TLS that the listeners speak.</summary>
    [JsonIgnore]
    public SslProtocols TlsVersions => TlsVersionsAttribute.Parse(SslProtocols) & TlsSuite.Versions;

    /// <summary>What <see cref="SslCipherSuite"/> stands for.</summary>
    [JsonIgnore]
    public CipherSuiteSetting TlsSuite => CipherSuiteSetting.Of(SslCipherSuite, SslCiphers)!;

    /// <summary>The addresses of <see cref="ProxyListen"/>; empty when it is off.</summary>
    [JsonIgnore]
    public IReadOnlyList<ListenAddress> ProxyAddresses => ListenAddress.ParseAll(ProxyListen) ?? [];

    /// <summary>The addresses of <see cref="AdminListen"/>; empty when it is off.</summary>
    [JsonIgnore]
    public IReadOnlyList<ListenAddress> AdminAddresses => ListenAddress.ParseAll(AdminListen) ?? [];

    /// <summary>The addresses of <see cref="StatusListen"/>; empty when it is off.</summary>
    [JsonIgnore]
    public IReadOnlyList<ListenAddress> StatusAddresses => ListenAddress.ParseAll(StatusListen) ?? [];
}
