using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace KongLite.Sdk.Exchanges;

/// <summary>What was measured of an exchange; complete in the log phase.</summary>
public readonly struct ExchangeMeasures
{
    // Of a request line: two blanks and the line's end; of a header: colon, blank, line's end. The last line of the head is empty.
    private const int LineExtra = 4;
    private readonly Exchange _exchange;

    internal ExchangeMeasures(Exchange exchange) => _exchange = exchange;

    /// <summary>The status that the client got; 499: it had gone before there was one.</summary>
    public int Status => _exchange.Aborted.IsCancellationRequested && !_exchange.Http.Response.HasStarted ? 499 : _exchange.Response.Status;

    /// <summary>Time that the gateway took, in milliseconds, as in <c>X-Kong-Proxy-Latency</c> and <c>X-Kong-Response-Latency</c>.</summary>
    public long GatewayTime => Milliseconds(_exchange.Calls.GatewayTime);

    /// <summary>Time until the service's answer began, in milliseconds, as in <c>X-Kong-Upstream-Latency</c>. Null: no service was called.</summary>
    public long? UpstreamTime => _exchange.Calls.UpstreamTime is { } time ? Milliseconds(time) : null;

    /// <summary>Time that the body of the service's answer took, in milliseconds; 0 when the answer is not a service's.</summary>
    public long ReceiveTime => _exchange.Calls.UpstreamTime is null || _exchange.Source != ResponseSource.Service ? 0
        : Milliseconds(Stopwatch.GetElapsedTime(_exchange.Calls.Answered, Finished));

    /// <summary>Time from the beginning of the request to the end of the answer, in milliseconds.</summary>
    public long RequestTime => Milliseconds(Stopwatch.GetElapsedTime(_exchange.StartTimestamp, Finished));

    /// <summary>The tries to reach the service.</summary>
    public UpstreamTries Tries => _exchange.Calls.Tries;

    /// <summary>The path and query that went to the service; empty: there is no route.</summary>
    public string UpstreamTarget => _exchange.UpstreamPath is { } path ? string.Concat(path, _exchange.Request.QueryWithMark) : string.Empty;

    /// <summary>
    /// Size of the request in bytes, as HTTP/1.1 writes it, with the headers that plugins left. The body is what was read or announced.
    /// </summary>
    public long RequestSize
    {
        get
        {
            HttpRequest request = _exchange.Http.Request;
            long head = request.Method.Length + _exchange.Request.RawTarget.Length + request.Protocol.Length + LineExtra + 2;
            long body = request.ContentLength ?? (request.Body.CanSeek ? request.Body.Length : 0);
            return head + SizeOf(request.Headers) + body;
        }
    }

    /// <summary>Size of the answer in bytes, as HTTP/1.1 writes it.</summary>
    public long ResponseSize
    {
        get
        {
            HttpResponse response = _exchange.Http.Response;
            string? phrase = _exchange.Http.Features.Get<IHttpResponseFeature>()?.ReasonPhrase;
            int reason = (phrase ?? Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(response.StatusCode)).Length;
            // "HTTP/1.1 200 ", the phrase, the line's end and the empty line.
            long head = 13 + reason + LineExtra;
            bool hasBody = !_exchange.IsHead && response.StatusCode is not (204 or 304);
            return head + SizeOf(response.Headers) + (hasBody ? response.ContentLength ?? _exchange.Calls.BodySize : 0);
        }
    }

    /// <summary>A moment of the exchange as the clock shows it.</summary>
    /// <param name="timestamp">The moment in stopwatch ticks.</param>
    public DateTimeOffset TimeOf(long timestamp) => _exchange.StartTime + Stopwatch.GetElapsedTime(_exchange.StartTimestamp, timestamp);

    private long Finished => _exchange.Calls.Finished == 0 ? Stopwatch.GetTimestamp() : _exchange.Calls.Finished;

    private static long SizeOf(IHeaderDictionary headers)
    {
        long size = 0;
        foreach (KeyValuePair<string, StringValues> header in headers)
        {
            foreach (string? value in header.Value)
            {
                size += value is null ? 0 : header.Key.Length + value.Length + LineExtra;
            }
        }

        return size;
    }

    private static long Milliseconds(TimeSpan time) => Math.Max(0, (long)time.TotalMilliseconds);
}
