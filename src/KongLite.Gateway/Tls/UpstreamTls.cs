using System.Net.Security;

namespace KongLite.Gateway.Tls;

/// <summary>What the node shows to a server, and what it asks of it. Two are equal when they may share connections.</summary>
/// <param name="Client">The certificate that the server is shown when it asks for one; null: none.</param>
/// <param name="Trust">Who must have signed the server's certificate; null: it is not verified.</param>
/// <param name="Depth">How many authorities may stand between the server's certificate and a trusted one.</param>
internal readonly record struct UpstreamTls(TlsCertificate? Client, TrustedAuthorities? Trust, int Depth)
{
    // The server's own certificate and the trusted one.
    private const int EndsOfChain = 2;

    /// <summary>The platform's options, without the server's name.</summary>
    public SslClientAuthenticationOptions ToOptions()
    {
        var options = new SslClientAuthenticationOptions { ClientCertificateContext = Client?.Context };
        if (Trust is null)
        {
            options.CertificateChainPolicy = TrustedAuthorities.OfflinePolicy();
            // Kong's default: services inside the same network often have certificates that nobody signed.
#pragma warning disable CA5359 // The user decides, with tls_verify.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
            return options;
        }

        int depth = Depth;
        options.CertificateChainPolicy = Trust.ToPolicy();
        options.RemoteCertificateValidationCallback =
            (_, _, chain, errors) => errors == SslPolicyErrors.None && chain is not null && chain.ChainElements.Count - EndsOfChain <= depth;
        return options;
    }
}
