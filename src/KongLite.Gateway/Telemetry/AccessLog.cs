using System.Net;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;

namespace KongLite.Gateway.Telemetry;

/// <summary>An access log: one line for each request, as nginx writes it. Whoever answers a request tells it when it has.</summary>
public sealed class AccessLog
{
    private readonly AccessLogFile _file;
    private readonly AccessLogFormat _format;
    private readonly AccessLogTime _time;

    internal AccessLog(AccessLogFile file, AccessLogFormat format, AccessLogTime time)
    {
        _file = file;
        _format = format;
        _time = time;
    }

    /// <summary>Logs the requests of a branch that have no exchange: those of the Admin API and the status API.</summary>
    public RequestDelegate Follow(RequestDelegate next) => async context =>
    {
        CountedBody body = CountedBody.Of(context);
        try
        {
            await next(context);
        }
        finally
        {
            bool hasLeft = context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted;
            int status = hasLeft ? StatusCodes.Status499ClientClosedRequest : context.Response.StatusCode;
            Add(context, Client.PeerOf(context), context.Request.Method, status, body.Size, requestId: null, line: null);
        }
    };

    /// <summary>Logs a proxied request.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="body">Has counted the body of the answer.</param>
    /// <param name="line">The request line, where it could not be read; null: as the request says.</param>
    internal void Add(Exchange exchange, CountedBody body, string? line)
    {
        HttpContext http = exchange.Http;
        // These break the connection, and no status of theirs is ever sent.
        int status = exchange.Local is { Kind: LocalAnswerKind.Bare, Status: 408 or 499 } silent ? silent.Status : exchange.Measures.Status;
        string method = exchange.TouchedUpstream?.ClientMethod ?? http.Request.Method;
        Add(http, exchange.RealEndPoint?.Address ?? Client.PeerOf(http), method, status, body.Size, _format == AccessLogFormat.Kong ? exchange.Id : null, line);
    }

    private void Add(HttpContext http, IPAddress client, string method, int status, long bodySize, string? requestId, string? line)
    {
        byte[] buffer = AccessLogLine.Write(http, client, _time.Now(), line, method, status, bodySize, requestId, out int length);
        _file.Add(buffer, length);
    }
}
