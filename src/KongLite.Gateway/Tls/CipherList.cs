using System.Net.Security;
using System.Security.Authentication;

namespace KongLite.Gateway.Tls;

/// <summary>
/// Cipher suites as OpenSSL's lists name them (<c>openssl-ciphers(1)</c>): names and keywords, <c>+</c> between keywords that must all hold, and in front
/// of an element <c>!</c>, <c>-</c> and <c>+</c> for never, not now, and at the end. What OpenSSL does not know, it passes over; so is it here.
/// </summary>
/// <remarks>
/// Of the suites of TLS 1.2 those are known that the platform can serve: it has no parameters for DHE, and no keys for PSK, SRP and DSS. The suites of
/// TLS 1.3 are in no list: they are all served.
/// </remarks>
public static class CipherList
{
    private static readonly TlsCipherSuite[] Tls13 =
        [TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_AES_128_GCM_SHA256];

    // In OpenSSL's order, which is that of keywords.
    private static readonly Cipher[] Known =
    [
        new("ECDHE-ECDSA-AES256-GCM-SHA384", TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384),
        new("ECDHE-RSA-AES256-GCM-SHA384", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384),
        new("ECDHE-ECDSA-CHACHA20-POLY1305", TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256),
        new("ECDHE-RSA-CHACHA20-POLY1305", TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256),
        new("ECDHE-ECDSA-AES128-GCM-SHA256", TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
        new("ECDHE-RSA-AES128-GCM-SHA256", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256),
        new("ECDHE-ECDSA-AES256-SHA384", TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384),
        new("ECDHE-RSA-AES256-SHA384", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384),
        new("ECDHE-ECDSA-AES128-SHA256", TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256),
        new("ECDHE-RSA-AES128-SHA256", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256),
        new("ECDHE-ECDSA-AES256-SHA", TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA),
        new("ECDHE-RSA-AES256-SHA", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA),
        new("ECDHE-ECDSA-AES128-SHA", TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA),
        new("ECDHE-RSA-AES128-SHA", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA),
        new("AES256-GCM-SHA384", TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384),
        new("AES128-GCM-SHA256", TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256),
        new("AES256-SHA256", TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256),
        new("AES128-SHA256", TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256),
        new("AES256-SHA", TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA),
        new("AES128-SHA", TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA),
    ];

    /// <summary>The suites that a list means, in order of preference; none: nothing in it can be served.</summary>
    public static IReadOnlyList<TlsCipherSuite> Parse(string list)
    {
        var chosen = new List<Cipher>();
        var never = new HashSet<Cipher>();
        foreach (string element in list.Split([':', ',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            Cipher[] named = [.. Known.Where(cipher => cipher.Is(element.TrimStart('!', '-', '+')))];
            switch (element[0])
            {
                case '!':
                    never.UnionWith(named);
                    chosen.RemoveAll(never.Contains);
                    break;
                case '-':
                    chosen.RemoveAll(named.Contains);
                    break;
                case '+':
                    chosen = [.. chosen.Except(named), .. chosen.Where(named.Contains)];
                    break;
                case '@':
                    chosen = element == "@STRENGTH" ? [.. chosen.OrderByDescending(cipher => cipher.Bits)] : chosen;
                    break;
                default:
                    chosen.AddRange(named.Where(cipher => !never.Contains(cipher) && !chosen.Contains(cipher)));
                    break;
            }
        }

        return [.. chosen.Select(cipher => cipher.Suite)];
    }

    /// <summary>What has the platform serve a list and nothing else; null: the platform has its own way, or no version of TLS is spoken that a list is for.</summary>
    /// <param name="list">The list.</param>
    /// <param name="versions">The versions that are spoken.</param>
    public static CipherSuitesPolicy? ToPolicy(string list, SslProtocols versions)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsAndroid() || !versions.HasFlag(SslProtocols.Tls12))
        {
            return null;
        }

        IReadOnlyList<TlsCipherSuite> suites = Parse(list);
        return new CipherSuitesPolicy(versions.HasFlag(SslProtocols.Tls13) ? [.. Tls13, .. suites] : suites);
    }

    private sealed record Cipher(string Name, TlsCipherSuite Suite)
    {
        public int Bits { get; } = Name.Contains("128", StringComparison.Ordinal) ? 128 : 256;

        private bool IsEphemeral { get; } = Name.StartsWith("ECDHE-", StringComparison.Ordinal);

        private bool IsElliptic { get; } = Name.Contains("-ECDSA-", StringComparison.Ordinal);

        private bool IsAead { get; } = Name.Contains("-GCM-", StringComparison.Ordinal) || Name.EndsWith("-POLY1305", StringComparison.Ordinal);

        /// <summary>Whether it is meant by an element: a name, or keywords that all hold.</summary>
        public bool Is(string element) => element == Name || element.Split('+').All(Has);

        private bool Has(string keyword) => keyword switch
        {
            "ALL" or "DEFAULT" or "HIGH" => true,
            "ECDHE" or "EECDH" or "kECDHE" or "kEECDH" => IsEphemeral,
            "RSA" or "kRSA" => !IsEphemeral,
            "ECDSA" or "aECDSA" => IsElliptic,
            "aRSA" => !IsElliptic,
            "AES" => Name.Contains("AES", StringComparison.Ordinal),
            "AES128" or "AES256" => Name.Contains(keyword, StringComparison.Ordinal),
            "AESGCM" => Name.Contains("-GCM-", StringComparison.Ordinal),
            "CHACHA20" => Name.Contains("-CHACHA20-", StringComparison.Ordinal),
            "SHA" or "SHA1" => Name.EndsWith("-SHA", StringComparison.Ordinal),
            "SHA256" or "SHA384" => !IsAead && Name.EndsWith(keyword, StringComparison.Ordinal),
            "TLSv1.2" => !Name.EndsWith("-SHA", StringComparison.Ordinal),
            "TLSv1" or "TLSv1.0" => IsEphemeral && Name.EndsWith("-SHA", StringComparison.Ordinal),
            "SSLv3" => !IsEphemeral && Name.EndsWith("-SHA", StringComparison.Ordinal),
            "FIPS" => !Name.Contains("-CHACHA20-", StringComparison.Ordinal),
            _ => false,
        };
    }
}
