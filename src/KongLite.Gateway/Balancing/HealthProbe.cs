using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using KongLite.Gateway.Forwarding;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Balancing;

/// <summary>Asks addresses of one upstream how they are, each time over a connection of its own.</summary>
internal sealed class HealthProbe : IDisposable
{
    // Kong hands a timeout of 0 to its sockets, which then take their default.
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private static readonly UriCreationOptions AsIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly Upstream _upstream;
    private readonly ActiveHealthcheck _checks;
    private readonly HealthLimits _limits;
    private readonly TimeProvider _clock;
    private readonly UpstreamTls _tls;
    private readonly HttpMessageInvoker _http;

    public HealthProbe(CompiledUpstream upstream, TlsOptions tls, TimeProvider clock)
    {
        _upstream = upstream.Upstream;
        _checks = _upstream.Healthchecks.Active;
        _limits = upstream.Health.Active;
        _clock = clock;
        _tls = new UpstreamTls(upstream.ClientCertificate, _checks.HttpsVerifyCertificate ? tls.Authorities : null, tls.VerifyDepth);
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            ConnectCallback = OpenAsync,
            PlaintextStreamFilter = static (context, _) => ValueTask.FromResult<Stream>(new ServiceStream(context.PlaintextStream)),
            PooledConnectionLifetime = TimeSpan.Zero,
            RequestHeaderEncodingSelector = static (_, _) => HeaderLineEncoding.Instance,
            UseCookies = false,
            UseProxy = false,
        };
        _http = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <summary>Asks one address.</summary>
    /// <returns>What its answer, or the lack of one, means; null: nothing.</returns>
    public async Task<HealthReport?> AskAsync(Peer peer, CancellationToken stoppingToken)
    {
        using var patience = new CancellationTokenSource(_checks.Timeout > 0 ? TimeSpan.FromSeconds(_checks.Timeout.Value) : DefaultTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        try
        {
            return _checks.Type is HealthcheckType.Http or HealthcheckType.Https or null
                ? await RequestAsync(peer, either.Token)
                : await ConnectAsync(peer, _checks.Type == HealthcheckType.Grpcs, either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return HealthReport.Timeout;
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.InvalidResponse)
        {
            return HealthReport.HttpFailure;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            return HealthReport.TcpFailure;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HealthReport?> RequestAsync(Peer peer, CancellationToken cancellationToken)
    {
        string scheme = _checks.Type == HealthcheckType.Https ? "https" : "http";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{scheme}://{peer}{_checks.HttpPath ?? "/"}", AsIs))
        {
            Version = HttpVersion.Version10,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = NameOf(peer);
        foreach ((string name, IReadOnlyList<string> values) in _checks.Headers ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            if (values.Count > 0)
            {
                SetHeader(request, name, HeaderLineEncoding.Join(name, new StringValues([.. values])));
            }
        }

        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        return _limits.Read((int)response.StatusCode);
    }

    private static void SetHeader(HttpRequestMessage request, string name, string text)
    {
        if (string.Equals(name, "Host", StringComparison.OrdinalIgnoreCase))
        {
            request.Headers.Remove(name);
        }

        // The client library keeps those that describe a body with the body; one without bytes carries them.
        if (!request.Headers.TryAddWithoutValidation(name, text) && !string.Equals(name, "Content-Length", StringComparison.OrdinalIgnoreCase))
        {
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation(name, text);
        }
    }

    private async Task<HealthReport?> ConnectAsync(Peer peer, bool isTls, CancellationToken cancellationToken)
    {
        await using Stream connection = await OpenAsync(new IPEndPoint(peer.Ip, peer.Port), isTls ? NameOf(peer) : null, cancellationToken);
        return HealthReport.Success;
    }

    private ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Uri address = context.InitialRequestMessage.RequestUri!;
        string name = context.InitialRequestMessage.Headers.Host ?? address.Host;
        return OpenAsync(
            new IPEndPoint(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port), address.Scheme == "https" ? name : null, cancellationToken);
    }

    // The handler would take the server's name from Host, whatever https_sni says; a stream that speaks TLS already it leaves as it is.
    private async ValueTask<Stream> OpenAsync(IPEndPoint address, string? tlsName, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream stream;
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        if (tlsName is null)
        {
            return stream;
        }

        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsClientAsync(TlsFor(_checks.HttpsSni ?? WithoutPort(tlsName)), cancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private static string WithoutPort(string host) => host.LastIndexOf(':') is var colon && colon > host.LastIndexOf(']') ? host[..colon] : host;

    private string NameOf(Peer peer) => _upstream.HostHeader ?? (IPAddress.TryParse(peer.Name, out _) ? peer.Host : peer.Name);

    private SslClientAuthenticationOptions TlsFor(string name)
    {
        SslClientAuthenticationOptions options = _tls.ToOptions();
        options.TargetHost = name;
        return options;
    }
}
