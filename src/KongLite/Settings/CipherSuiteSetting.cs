using System.Security.Authentication;

namespace KongLite.Settings;

/// <summary>What a value of <c>ssl_cipher_suite</c> stands for: Mozilla's recommendations for servers, as Kong names them.</summary>
/// <param name="Versions">The versions of TLS, of those that are spoken at all.</param>
/// <param name="Ciphers">The suites of TLS 1.2, as OpenSSL's lists name them; null: those of the platform.</param>
internal sealed record CipherSuiteSetting(SslProtocols Versions, string? Ciphers)
{
    // nginx's, where ssl_ciphers says nothing.
    private const string Usual = "HIGH:!aNULL:!MD5";
    private const SslProtocols Spoken = SslProtocols.Tls12 | SslProtocols.Tls13;

    private const string Old =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
        + "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA:"
        + "ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES256-SHA384:ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:"
        + "AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA256:AES256-SHA256:AES128-SHA:AES256-SHA";

    /// <summary>What a value stands for; null: nothing.</summary>
    /// <param name="name">The value.</param>
    /// <param name="ciphers">The value of <c>ssl_ciphers</c>.</param>
    public static CipherSuiteSetting? Of(string name, string? ciphers) => name switch
    {
        "modern" => new(SslProtocols.Tls13, null),
        // A list of its own would cost clients their sessions: the platform keeps none where it is told the suites. Its own are as good.
        "intermediate" => new(Spoken, null),
        "old" => new(Spoken, Old),
        "fips" => new(SslProtocols.Tls12, "TLSv1.2+FIPS:kRSA+FIPS:!eNULL:!aNULL"),
        "custom" => new(Spoken, ciphers ?? Usual),
        _ => null,
    };
}
