using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using KongLite.Gateway.Snapshot;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace KongLite.Gateway.Tls;

/// <summary>TLS of a listener: its own certificate and, for the proxy, those of the store by server name.</summary>
/// <param name="own">What clients are shown that name no server, or one that nobody knows.</param>
/// <param name="protocols">The versions that are spoken.</param>
/// <param name="state">Knows the certificates of the store; null: they are not served here.</param>
public sealed class ServerTls(ServerCertificate own, SslProtocols protocols, GatewayState? state)
{
    /// <summary>Has a listener speak TLS. Its protocols decide what is negotiated within.</summary>
    public void Use(ListenOptions listener) =>
        listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = context => ValueTask.FromResult(OptionsFor(context.ClientHelloInfo.ServerName)) });

    private SslServerAuthenticationOptions OptionsFor(string? name)
    {
        ServerCertificate? found = string.IsNullOrEmpty(name) ? null : state?.Current.Certificates.Find(name);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = (found ?? own).Main.Context,
            EnabledSslProtocols = protocols,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
    }
}
