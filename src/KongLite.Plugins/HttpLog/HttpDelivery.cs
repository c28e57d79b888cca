using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using KongLite.Plugins.Shared.Delivery;

namespace KongLite.Plugins.HttpLog;

/// <summary>Sends entries to a log server. Only a status below 300 counts as delivered.</summary>
#pragma warning disable CA1001 // Entries may still be under way when the last plugin lets go: the connections are left to the garbage collector.
internal sealed class HttpDelivery : IDelivery
#pragma warning restore CA1001
{
    private static readonly UriCreationOptions AsIs = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly LogServer _server;
    private readonly IReadOnlyDictionary<string, string>? _headers;
    private readonly bool _isArray;
    private readonly HttpMessageInvoker _client;
    private readonly TimeSpan _timeout;
    private readonly Uri? _address;
    private readonly AuthenticationHeaderValue? _authorization;

    /// <summary>Prepares requests to a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="headers">Further headers; null: none.</param>
    /// <param name="isArray">Whether entries go as an array, also a single one.</param>
    public HttpDelivery(LogServer server, IReadOnlyDictionary<string, string>? headers, bool isArray)
    {
        _server = server;
        _headers = headers;
        _isArray = isArray;
        _timeout = Milliseconds(server.Timeout, DefaultTimeout);
        (string address, string? user) = TakeApart(server.Endpoint);
        _address = Uri.TryCreate(address, AsIs, out Uri? uri) && uri.Scheme is "http" or "https" ? uri : null;
        _authorization = user is null ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = _timeout,
            PooledConnectionIdleTimeout = Milliseconds(server.Keepalive, TimeSpan.Zero),
            ActivityHeadersPropagator = null,
#pragma warning disable CA5359 // Kong does not check who the log server is.
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
        });
    }

    /// <inheritdoc/>
    public string Target => _address is null ? "http-log's endpoint" : $"{_address.Scheme}://{_address.Authority}";

    /// <inheritdoc/>
    public async ValueTask<string?> SendAsync(IReadOnlyList<byte[]> batch, CancellationToken cancellationToken)
    {
        if (_address is null)
        {
            return "http_endpoint is no URL of HTTP";
        }

        using var request = new HttpRequestMessage(new HttpMethod(_server.Method), _address) { Content = new ByteArrayContent(Body(batch)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", _server.ContentType);
        request.Headers.Authorization = _authorization;
        foreach ((string name, string value) in _headers ?? new Dictionary<string, string>())
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(_timeout);
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, bound.Token);
            int status = (int)response.StatusCode;
            return status < 300 ? null : string.Create(CultureInfo.InvariantCulture, $"status {status}");
        }
        catch (OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested ? "the node stops" : "timeout";
        }
        catch (HttpRequestException error)
        {
            return error.Message;
        }
    }

    // The user's name and password are not percent-decoded, and the query is not sent.
    private static (string Address, string? User) TakeApart(string endpoint)
    {
        int start = endpoint.IndexOf("//", StringComparison.Ordinal) + 2;
        int end = endpoint.AsSpan(start).IndexOfAny('/', '?', '#');
        end = end < 0 ? endpoint.Length : start + end;
        int path = endpoint.AsSpan(end).IndexOfAny('?', '#');
        string target = path < 0 ? endpoint[end..] : endpoint[end..(end + path)];
        target = target.Length == 0 ? "/" : target;
        string authority = endpoint[start..end];
        int at = authority.LastIndexOf('@');
        return (string.Concat(endpoint.AsSpan(0, start), authority.AsSpan(at + 1), target), at < 0 ? null : authority[..at]);
    }

    private byte[] Body(IReadOnlyList<byte[]> batch)
    {
        if (!_isArray)
        {
            return batch[0];
        }

        using var body = new MemoryStream();
        for (int i = 0; i < batch.Count; i++)
        {
            body.WriteByte((byte)(i == 0 ? '[' : ','));
            body.Write(batch[i]);
        }

        body.WriteByte((byte)']');
        return body.ToArray();
    }

    private static TimeSpan Milliseconds(double value, TimeSpan otherwise) =>
        value > 0 ? TimeSpan.FromMilliseconds(Math.Min(value, int.MaxValue)) : otherwise;
}
