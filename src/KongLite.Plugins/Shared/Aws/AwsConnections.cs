using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KongLite.Plugins.Shared.Aws;

/// <summary>Pooled connections to endpoints of AWS, direct or through a forward proxy.</summary>
#pragma warning disable CA1001 // Requests in flight may still hold them when the last plugin lets go: they are left to the garbage collector.
internal sealed class AwsConnections
#pragma warning restore CA1001
{
    private readonly HttpMessageInvoker _invoker;
    private readonly Uri? _proxy;
    private readonly string? _proxyAuthorization;

    /// <summary>Connections with some settings.</summary>
    public AwsConnections(AwsConnectionSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = settings.Timeout,
            PooledConnectionIdleTimeout = settings.Keepalive,
            PlaintextStreamFilter = static (context, _) => ValueTask.FromResult<Stream>(new ReusedStream(context.PlaintextStream)),
        };
        if (!settings.VerifiesTls)
        {
#pragma warning disable CA5359 // The administrator asked for it, by ssl_verify.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        if (settings.ProxyUrl is { } url)
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out _proxy))
            {
                _proxyAuthorization = Authorization(_proxy);
                handler.Proxy = new PlainProxy(_proxy);
                handler.UseProxy = true;
                handler.ConnectCallback = ConnectAsync;
            }
            else
            {
                Failure = "failed to connect to: the proxy's address cannot be read";
            }
        }

        _invoker = new HttpMessageInvoker(handler);
    }

    /// <summary>Why no call can be made; null: calls can be made.</summary>
    public string? Failure { get; }

    /// <summary>Sends a request.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A tunnel is opened with the credentials; a plain request brings them itself.
        if (_proxyAuthorization is not null && request.RequestUri!.Scheme == Uri.UriSchemeHttp)
        {
            request.Headers.TryAddWithoutValidation("Proxy-Authorization", _proxyAuthorization);
        }

        return _invoker.SendAsync(request, cancellationToken);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        bool isOpen = false;
        try
        {
            await socket.ConnectAsync(_proxy!.IdnHost, _proxy.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttps)
            {
                await OpenTunnelAsync(stream, context.DnsEndPoint, cancellationToken);
            }

            isOpen = true;
            return stream;
        }
        finally
        {
            if (!isOpen)
            {
                socket.Dispose();
            }
        }
    }

    private async ValueTask OpenTunnelAsync(NetworkStream stream, DnsEndPoint target, CancellationToken cancellationToken)
    {
        string host = target.Host.Contains(':', StringComparison.Ordinal) ? $"[{target.Host}]" : target.Host;
        string authorization = _proxyAuthorization is null ? string.Empty : $"Proxy-Authorization: {_proxyAuthorization}\r\n";
        string request = FormattableString.Invariant($"CONNECT {host}:{target.Port} HTTP/1.1\r\nHost: {host}:{target.Port}\r\n{authorization}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        byte[] buffer = new byte[8 * 1024];
        int length = 0;
        // Nothing follows the proxy's header: the other end waits for our TLS greeting.
        while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            int read = length < buffer.Length ? await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) : 0;
            if (read == 0)
            {
                throw new IOException("failed to establish a tunnel through a proxy: closed");
            }

            length += read;
        }

        if (!buffer.AsSpan(0, length).StartsWith("HTTP/1."u8) || length < 12 || buffer[9] != '2')
        {
            string status = length < 12 ? "no status" : Encoding.ASCII.GetString(buffer, 9, 3);
            throw new IOException($"failed to establish a tunnel through a proxy: {status}");
        }
    }

    private static string? Authorization(Uri proxy)
    {
        if (proxy.UserInfo.Length == 0)
        {
            return null;
        }

        string[] parts = proxy.UserInfo.Split(':', 2);
        string pair = $"{Uri.UnescapeDataString(parts[0])}:{(parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty)}";
        return "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
    }

    /// <summary>A proxy for plain requests only: they name their target in full. Tunnels are ours, as only then their first request has the credentials.</summary>
    private sealed class PlainProxy(Uri proxy) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => destination.Scheme == Uri.UriSchemeHttp ? new Uri(proxy.GetLeftPart(UriPartial.Authority)) : destination;

        public bool IsBypassed(Uri host) => host.Scheme == Uri.UriSchemeHttps;
    }
}
