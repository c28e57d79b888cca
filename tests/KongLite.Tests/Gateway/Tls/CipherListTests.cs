using System.Security.Authentication;
using KongLite.Gateway.Tls;

namespace KongLite.Tests.Gateway.Tls;

public sealed class CipherListTests
{
    // The results are those of "openssl ciphers", without what the platform cannot serve.
    [Theory]
    [InlineData("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE_RSA_WITH_AES_128_GCM_SHA256")]
    [InlineData("AES128-SHA:ECDHE-RSA-CHACHA20-POLY1305", "RSA_WITH_AES_128_CBC_SHA ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256")]
    [InlineData("nonsense,AES128-SHA nonsense;AES128-SHA", "RSA_WITH_AES_128_CBC_SHA")]
    [InlineData("nonsense", "")]
    [InlineData("DHE-RSA-AES128-GCM-SHA256:!ALL", "")]
    [InlineData(
        "kECDHE+AESGCM",
        "ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 ECDHE_RSA_WITH_AES_256_GCM_SHA384 ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 ECDHE_RSA_WITH_AES_128_GCM_SHA256")]
    [InlineData("AES128:-SHA1:-ECDHE:AES256+SHA1+kRSA", "RSA_WITH_AES_128_GCM_SHA256 RSA_WITH_AES_128_CBC_SHA256 RSA_WITH_AES_256_CBC_SHA")]
    [InlineData("!AES256:kRSA+SHA1:AES256-SHA", "RSA_WITH_AES_128_CBC_SHA")]
    [InlineData("kRSA+SHA1:+AES256", "RSA_WITH_AES_128_CBC_SHA RSA_WITH_AES_256_CBC_SHA")]
    [InlineData("AES128-SHA:AES256-SHA:@STRENGTH:@SECLEVEL=1", "RSA_WITH_AES_256_CBC_SHA RSA_WITH_AES_128_CBC_SHA")]
    [InlineData("aECDSA+SHA256", "ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")]
    [InlineData("TLSv1.2+FIPS:kRSA+FIPS:!eNULL:!aNULL:!ECDHE", "RSA_WITH_AES_256_GCM_SHA384 RSA_WITH_AES_128_GCM_SHA256 RSA_WITH_AES_256_CBC_SHA256 RSA_WITH_AES_128_CBC_SHA256 RSA_WITH_AES_256_CBC_SHA RSA_WITH_AES_128_CBC_SHA")]
    public void Means_what_it_means_to_OpenSSL(string list, string expected) =>
        Assert.Equal(expected, string.Join(' ', CipherList.Parse(list)).Replace("TLS_", string.Empty, StringComparison.Ordinal));

    [Fact]
    public void Everything_is_in_the_order_of_OpenSSL()
    {
        Assert.Equal(20, CipherList.Parse("HIGH:!aNULL:!MD5").Count);
        Assert.Equal(CipherList.Parse("ALL"), CipherList.Parse("kRSA:-kRSA:ECDHE:kRSA"));
    }

    [Fact]
    public void Is_for_TLS_1_2_alone() => Assert.Null(CipherList.ToPolicy("AES128-SHA", SslProtocols.Tls13));
}
