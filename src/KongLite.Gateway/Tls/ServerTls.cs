using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using KongLite.Gateway.Snapshot;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace KongLite.Gateway.Tls;

/// <summary>TLS of a listener: its own certificate and, for the proxy, those of the store by server name.</summary>
/// <param name="own">What clients are shown that name no server, or one that nobody knows.</param>
/// <param name="protocols">The versions that are spoken.</param>
/// <param name="ciphers">The suites; null: those of the platform, which keeps sessions for resumption only then.</param>
/// <param name="state">Knows the certificates of the store; null: they are not served here.</param>
public sealed class ServerTls(ServerCertificate own, SslProtocols protocols, CipherSuitesPolicy? ciphers, GatewayState? state)
{
    // As long as the server itself gives clients for the whole handshake.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Has a listener speak TLS. Its protocols decide what is negotiated within.</summary>
    public void Use(ListenOptions listener)
    {
        listener.Use(next => connection => own.IsPair || state?.Current.Certificates.HasPairs == true ? LookAsync(connection, next) : next(connection));
        listener.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = context => ValueTask.FromResult(
                OptionsFor(context.ClientHelloInfo.ServerName, context.Connection.Features.Get<OfferedCurves>()?.Curves)),
        });
    }

    // Leaves what it has looked at for the handshake.
    private static async Task LookAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        PipeReader input = connection.Transport.Input;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                ReadResult result = await input.ReadAsync(patience.Token);
                bool isKnown = ClientHello.TryRead(result.Buffer, out EllipticCurves? curves);
                bool isLast = isKnown || result.IsCompleted || result.IsCanceled;
                input.AdvanceTo(result.Buffer.Start, isLast ? result.Buffer.Start : result.Buffer.End);
                if (isLast)
                {
                    connection.Features.Set(new OfferedCurves(curves));
                    break;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            connection.Abort(new ConnectionAbortedException("no hello of the client", error));
            return;
        }

        await next(connection);
    }

    private SslServerAuthenticationOptions OptionsFor(string? name, EllipticCurves? curves)
    {
        ServerCertificate? found = string.IsNullOrEmpty(name) ? null : state?.Current.Certificates.Find(name);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = (found ?? own).For(curves).Context,
            EnabledSslProtocols = protocols,
            CipherSuitesPolicy = ciphers,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
    }

    private sealed record OfferedCurves(EllipticCurves? Curves);
}
