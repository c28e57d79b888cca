using System.Net.Http.Headers;
using System.Security.Cryptography;
using KongLite.Plugins.Shared.Aws;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.AwsLambda;

/// <summary>Calls one function. Whatever goes wrong is a text for the log; only the client's leaving is an exception.</summary>
internal sealed class LambdaClient
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromMinutes(1);

    private readonly LambdaEndpoint? _endpoint;
    private readonly AwsConnections _connections;
    private readonly RefreshingCredentials _credentials;
    private readonly SigV4Signer? _signer;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly string _invocationType;
    private readonly string _logType;
    private readonly string? _failure;

    /// <summary>A client for a configuration. What is wrong with the configuration fails each call.</summary>
    public LambdaClient(
        AwsLambdaConfig config, AwsConnectionPool pool, AwsEnvironment environment, AwsCredentialPool credentials, TimeProvider clock)
    {
        _timeout = Milliseconds(config.Timeout) is { Ticks: > 0 } timeout ? timeout : UsualTimeout;
        _connections = pool.Get(new AwsConnectionSettings(_timeout, Milliseconds(config.Keepalive), config.ProxyUrl, config.SslVerify != false));
        _clock = clock;
        _invocationType = config.InvocationType.ToString();
        _logType = config.LogType.ToString();
        _endpoint = LambdaEndpoint.Of(config, environment.Region, out _failure);
        _credentials = credentials.Get(CredentialRequest(config, _endpoint?.Region));
        if (_endpoint is not null)
        {
            _signer = new SigV4Signer(_endpoint.Region, "lambda");
            _failure = _connections.Failure is { } reason ? FailedToConnect(reason)
                : _endpoint.Uri is null ? FailedToConnect("invalid host")
                : null;
        }
    }

    /// <summary>Sends a payload to the function and reads the whole answer. One stale connection is forgiven.</summary>
    public async ValueTask<LambdaOutcome> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_failure is not null)
        {
            return LambdaOutcome.Failed(_failure);
        }

        AwsCredentialResult found = await _credentials.GetAsync(cancellationToken);
        if (found.Credentials is not { } credentials)
        {
            return LambdaOutcome.Failed($"failed to sign request: failed to get credentials: {found.Failure}");
        }

        return await TryAsync(payload, credentials, mayRetry: true, cancellationToken)
            ?? (await TryAsync(payload, credentials, mayRetry: false, cancellationToken))!.Value;
    }

    /// <summary>One attempt; null: the connection was stale, and another attempt may be made.</summary>
    private async ValueTask<LambdaOutcome?> TryAsync(
        ReadOnlyMemory<byte> payload, AwsCredentials credentials, bool mayRetry, CancellationToken cancellationToken)
    {
        using var step = new StepTimer(_timeout, _clock, cancellationToken);
        using HttpRequestMessage request = Request(payload, credentials, step);
        HttpResponseMessage response;
        try
        {
            response = await _connections.SendAsync(request, step.Token);
        }
        catch (HttpRequestException error)
        {
            return mayRetry && error.InnerException is StaleConnectionException ? null : LambdaOutcome.Failed(SendFailure(error));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler bounds connecting, the timer everything after it.
            return LambdaOutcome.Failed(step.IsOver ? FailedToSend("timeout") : FailedToConnect("timeout"));
        }

        using (response)
        {
            try
            {
                byte[] body = await ReadAsync(response.Content, step);
                return new LambdaOutcome(new LambdaAnswer((int)response.StatusCode, Headers(response), body), null);
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                return LambdaOutcome.Failed(FailedToRead(error.Message));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return LambdaOutcome.Failed(FailedToRead("timeout"));
            }
        }
    }

    private HttpRequestMessage Request(ReadOnlyMemory<byte> payload, AwsCredentials credentials, StepTimer step)
    {
        LambdaEndpoint endpoint = _endpoint!;
        string time = SigV4.FormatTime(_clock.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Uri)
        {
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new LambdaPayload(payload, step),
        };
        HttpRequestHeaders headers = request.Headers;
        headers.Host = endpoint.HostHeader;
        headers.TryAddWithoutValidation("X-Amz-Date", time);
        headers.TryAddWithoutValidation("X-Amz-Invocation-Type", _invocationType);
        headers.TryAddWithoutValidation("X-Amz-Log-Type", _logType);
        if (credentials.SessionToken is { } token)
        {
            headers.TryAddWithoutValidation("X-Amz-Security-Token", token);
        }

        headers.TryAddWithoutValidation("Authorization", Sign(payload.Span, credentials, time));
        headers.TryAddWithoutValidation("User-Agent", NodeInfo.ServerToken);
        return request;
    }

    private string Sign(ReadOnlySpan<byte> payload, AwsCredentials credentials, string time)
    {
        ReadOnlySpan<SigV4Header> headers =
        [
            new("content-length", payload.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("host", _endpoint!.HostHeader),
            new("x-amz-date", time),
            new("x-amz-invocation-type", _invocationType),
            new("x-amz-log-type", _logType),
            new("x-amz-security-token", credentials.SessionToken ?? string.Empty),
        ];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, hash);
        var request = new SigV4Request
        {
            Method = "POST",
            Path = _endpoint.Path,
            Query = _endpoint.Query,
            Headers = credentials.SessionToken is null ? headers[..^1] : headers,
            BodyHash = hash,
        };
        return _signer!.Sign(request, credentials, time);
    }

    private static async ValueTask<byte[]> ReadAsync(HttpContent content, StepTimer step)
    {
        long? length = content.Headers.ContentLength;
        using var body = new MemoryStream(length is > 0 and <= int.MaxValue ? (int)length : 0);
        await using Stream stream = await content.ReadAsStreamAsync(step.Token);
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            do
            {
                step.Restart();
                read = await stream.ReadAsync(buffer, step.Token);
                body.Write(buffer, 0, read);
            }
            while (read > 0);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.Length == body.Capacity ? body.GetBuffer() : body.ToArray();
    }

    private static List<KeyValuePair<string, string>> Headers(HttpResponseMessage response)
    {
        var lines = new List<KeyValuePair<string, string>>(16);
        foreach ((string name, HeaderStringValues values) in response.Headers.NonValidated)
        {
            Add(lines, name, values);
        }

        foreach ((string name, HeaderStringValues values) in response.Content.Headers.NonValidated)
        {
            Add(lines, name, values);
        }

        return lines;
    }

    private static void Add(List<KeyValuePair<string, string>> lines, string name, HeaderStringValues values)
    {
        foreach (string value in values)
        {
            lines.Add(new(name, value));
        }
    }

    private string SendFailure(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError => FailedToConnect(Reason(error)),
        _ => FailedToSend(Reason(error)),
    };

    // The handler's own text says the same for everything; what it wraps names the cause.
    private static string Reason(Exception error) => error.InnerException?.Message ?? error.Message;

    private string FailedToConnect(string reason) => $"Lambda:invoke() failed to connect to '{_endpoint!.Scheme}://{_endpoint.Authority}': {reason}";

    private string FailedToSend(string reason) => $"Lambda:invoke() failed sending request to '{_endpoint!.Authority}': {reason}";

    private string FailedToRead(string reason) => $"Lambda:invoke() failed reading response body from '{_endpoint!.Authority}': {reason}";

    private static AwsCredentialRequest CredentialRequest(AwsLambdaConfig config, string? region)
    {
        var request = new AwsCredentialRequest
        {
            AccessKeyId = config.AwsKey,
            SecretAccessKey = config.AwsSecret,
            RoleArn = config.AwsAssumeRoleArn,
            StsEndpointUrl = config.AwsStsEndpointUrl,
            VerifiesTls = config.SslVerify != false,
            Region = region,
            ProxyUrl = config.ProxyUrl,
            RequiresMetadataV2 = config.AwsImdsProtocolVersion == ImdsProtocolVersion.V2,
        };
        return config.AwsRoleSessionName is { } name ? request with { RoleSessionName = name } : request;
    }

    private static TimeSpan Milliseconds(double value) => TimeSpan.FromMilliseconds(Math.Clamp(value, 0, int.MaxValue));
}
