using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using KongLite.Gateway.Naming;

namespace KongLite.Gateway.Forwarding;

/// <summary>The HTTP clients: one for each kind of connection. Inside, connections are kept by address and, for TLS, server name.</summary>
internal sealed class InvokerPool(GatewayOptions options, Dialer dialer) : IDisposable
{
    /// <summary>Kong's timeout of a service that names none, in milliseconds.</summary>
    public const int DefaultTimeout = 60000;

    // Nobody would notice a service's new address while a busy connection to the old one is kept.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<ConnectionSettings, HttpMessageInvoker> _invokers = new();

    /// <summary>The client for a kind of connection.</summary>
    public HttpMessageInvoker For(ConnectionSettings settings) => _invokers.GetOrAdd(settings, static (each, self) => self.Create(each), this);

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        foreach (HttpMessageInvoker invoker in _invokers.Values)
        {
            invoker.Dispose();
        }
    }

    private HttpMessageInvoker Create(ConnectionSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = dialer.DialAsync,
            ConnectTimeout = TimeSpan.FromMilliseconds(settings.ConnectTimeout),
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = options.KeepsUpstreamConnections ? options.UpstreamIdleTimeout : TimeSpan.Zero,
            PooledConnectionLifetime = LongestLife,
            RequestHeaderEncodingSelector = static (_, _) => HeaderLineEncoding.Instance,
            ResponseHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,
            UseCookies = false,
            UseProxy = false,
        };
        if (!settings.VerifiesServer)
        {
            // Kong's default: services inside the same network often have certificates that nobody signed.
#pragma warning disable CA5359 // The user decides, with tls_verify.
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true };
#pragma warning restore CA5359
        }

        return new HttpMessageInvoker(handler, disposeHandler: true);
    }
}
