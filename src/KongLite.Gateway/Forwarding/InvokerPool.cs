using System.Collections.Concurrent;
using System.Net;
using KongLite.Gateway.Naming;
using KongLite.Gateway.Tls;

namespace KongLite.Gateway.Forwarding;

/// <summary>The HTTP clients: one for each kind of connection. Inside, connections are kept by address and, for TLS, server name.</summary>
internal sealed class InvokerPool(GatewayOptions options, Dialer dialer) : IDisposable
{
    /// <summary>Kong's timeout of a service that names none, in milliseconds.</summary>
    public const int DefaultTimeout = 60000;

    // The client library does not count requests (upstream_keepalive_max_requests); what is kept for ever grows old all the same.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<ConnectionSettings, HttpMessageInvoker> _invokers = new();

    /// <summary>The client for a kind of connection.</summary>
    public HttpMessageInvoker For(ConnectionSettings settings) => _invokers.GetOrAdd(settings, static (each, self) => self.Create(each), this);

    /// <summary>
    /// Forgets the clients of certificates and authorities that are no more. They are not closed: requests are under way, or about to begin. Their
    /// connections go with them when nobody holds them any more.
    /// </summary>
    public void Keep(CertificateTable certificates, AuthorityTable authorities)
    {
        foreach (ConnectionSettings settings in _invokers.Keys)
        {
            bool isShown = settings.Tls.Client is not { } client || client == options.Tls.ClientCertificate || certificates.Contains(client);
            bool isTrusted = settings.Tls.Trust is not { } trust || options.Tls.Trusts(trust) || authorities.Contains(trust);
            if (!isShown || !isTrusted)
            {
                _invokers.TryRemove(settings, out _);
            }
        }
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        foreach (HttpMessageInvoker invoker in _invokers.Values)
        {
            invoker.Dispose();
        }
    }

    private CallInvoker Create(ConnectionSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = dialer.DialAsync,
            ConnectTimeout = TimeSpan.FromMilliseconds(settings.ConnectTimeout),
            EnableMultipleHttp2Connections = true,
            PlaintextStreamFilter = static (context, _) => ValueTask.FromResult<Stream>(new ServiceStream(context.PlaintextStream)),
            PooledConnectionIdleTimeout = options.KeepsUpstreamConnections ? options.UpstreamIdleTimeout : TimeSpan.Zero,
            PooledConnectionLifetime = LongestLife,
            RequestHeaderEncodingSelector = EncodingOf,
            ResponseHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,
            SslOptions = settings.Tls.ToOptions(),
            UseCookies = false,
            UseProxy = false,
        };
        return new CallInvoker(handler);
    }

    private static HeaderLineEncoding EncodingOf(string name, HttpRequestMessage request)
    {
        if (name == UpstreamRequestHeaders.AlwaysSent && request.RequestUri is CallAddress address)
        {
            address.Call.Send();
        }

        return HeaderLineEncoding.Instance;
    }
}
