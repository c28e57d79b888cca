using Microsoft.AspNetCore.Http;

namespace KongLite.Gateway.Pipeline;

/// <summary>
/// A request's body as the client sends it. Its next piece may be long in coming, but not for ever (nginx: <c>client_body_timeout</c>): then reading
/// fails with 408. When the answer has begun, the client may take its time; the exchange then lives as long as the service speaks. Kestrel counts
/// what stands around chunks for the body's length, so that is counted here too: beyond the longest, reading fails with 413.
/// </summary>
internal sealed class ClientBody : ReadOnlyStream
{
    private readonly HttpContext _http;
    private readonly GatewayOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private Timer? _timer;
    private volatile bool _isLate;
    private bool _isWanted;
    private long _size;

    private ClientBody(HttpContext http, GatewayOptions options)
        : base(http.Request.Body)
    {
        _http = http;
        _options = options;
    }

    /// <summary>Has a request's body watched from now on.</summary>
    public static void Watch(HttpContext http, GatewayOptions options) => http.Request.Body = new ClientBody(http, options);

    /// <summary>Whether the client waits to be told to send its body, and nobody has wanted it.</summary>
    public static bool IsHeldBack(HttpRequest request) => request.Headers.Expect.Count > 0 && request.Body is ClientBody { _isWanted: false };

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _isWanted = true;
        ValueTask<int> reading = Source.ReadAsync(buffer, _stop.Token);
        return reading.IsCompletedSuccessfully ? ValueTask.FromResult(Count(reading.Result)) : WaitAsync(reading, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _timer?.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> WaitAsync(ValueTask<int> reading, CancellationToken cancellationToken)
    {
        _timer ??= new Timer(static body => ((ClientBody)body!).Expire(), this, Timeout.Infinite, Timeout.Infinite);
        _timer.Change(_options.ClientBodyTimeout, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration registration =
            cancellationToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        try
        {
            return Count(await reading);
        }
        catch (OperationCanceledException) when (_isLate)
        {
            throw new BadHttpRequestException("The client is too slow.", StatusCodes.Status408RequestTimeout);
        }
        finally
        {
            _timer.Change(Timeout.Infinite, Timeout.Infinite);
        }
    }

    private int Count(int read)
    {
        _size += read;
        return _options.MaxBodySize == 0 || _size <= _options.MaxBodySize ? read
            : throw new BadHttpRequestException("The body is too long.", StatusCodes.Status413PayloadTooLarge);
    }

    private void Expire()
    {
        if (!_http.Response.HasStarted)
        {
            _isLate = true;
            _stop.Cancel();
        }
    }
}
