using System.Net.Security;
using System.Security.Authentication;

namespace KongLite.Plugins.Shared.Logging;

/// <summary>Names of TLS versions and cipher suites as OpenSSL, and with it Kong, has them.</summary>
internal static class TlsNames
{
    /// <summary>A version: <c>TLSv1.3</c>.</summary>
    public static string Version(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLSv1.3",
        SslProtocols.Tls12 => "TLSv1.2",
        _ => protocol.ToString(),
    };

    /// <summary>A cipher suite: <c>ECDHE-RSA-AES256-GCM-SHA384</c>; those of TLS 1.3 keep their names.</summary>
    public static string Cipher(TlsCipherSuite? suite)
    {
        string name = suite?.ToString() ?? string.Empty;
        int with = name.IndexOf("_WITH_", StringComparison.Ordinal);
        if (with < 0)
        {
            return name;
        }

        string openSsl = $"{name[4..with]}-{name[(with + 6)..]}".Replace('_', '-').Replace("AES-", "AES", StringComparison.Ordinal);
        return openSsl.EndsWith("-POLY1305-SHA256", StringComparison.Ordinal) ? openSsl[..^7] : openSsl;
    }
}
