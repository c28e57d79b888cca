using System.Net.Security;
using KongLite.Plugins.Shared.Logging;

namespace KongLite.Tests.Plugins.Shared.Logging;

public sealed class TlsNamesTests
{
    [Theory]
    [InlineData(TlsCipherSuite.TLS_AES_256_GCM_SHA384, "TLS_AES_256_GCM_SHA384")]
    [InlineData(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, "ECDHE-RSA-AES256-GCM-SHA384")]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE-ECDSA-CHACHA20-POLY1305")]
    public void Has_OpenSSLs_names_of_suites(TlsCipherSuite suite, string name)
    {
        Assert.Equal(name, TlsNames.Cipher(suite));
    }
}
