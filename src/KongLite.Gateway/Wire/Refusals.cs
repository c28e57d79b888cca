using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using KongLite.Gateway.Pipeline;
using KongLite.Gateway.Snapshot;
using KongLite.Gateway.Telemetry;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Wire;

/// <summary>Answers what Kestrel has refused as every other error is answered: with Kong's page and headers, and seen by the global plugins.</summary>
internal sealed partial class Refusals(GatewayState state, NodeInfo node, TimeProvider clock, ProxySteps steps, ILogger<Refusals> logger)
{
    /// <summary>Writes the answer to the connection's last request.</summary>
    public async Task AnswerAsync(ConnectionContext connection, RefusedRequest request, PipeWriter client)
    {
        using var body = new MemoryStream();
        DefaultHttpContext context = ContextOf(connection, request, body);
        var exchange = new Exchange(context, node, RequestId.Create(), Stopwatch.GetTimestamp(), clock.GetUtcNow());
        PluginInstance[] collected = state.Current.Plugins.Global.Anyone;
        CountedBody? counted = null;
        try
        {
            steps.Peers.Introduce(exchange);
            counted = steps.Telemetry.Begin(exchange);
            context.Response.Headers.Date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            context.Response.Headers.Connection = "close";
            exchange.Local = RequestGuard.Refusal(request.Status);
            exchange.Source = ResponseSource.Error;
            await steps.Answers.WriteAsync(exchange, collected, call: null);
            client.Write(Encoding.Latin1.GetBytes(HeadOf(context.Response)));
            await client.WriteAsync(body.ToArray());
            exchange.Calls.Finished = Stopwatch.GetTimestamp();
            steps.Runner.Log(collected, exchange);
        }
        // The proxy's edge: the connection ends here in any case.
        catch (Exception error)
        {
            Unexpected(error, exchange.Id);
        }

        steps.Telemetry.End(exchange, counted, request.Line);
    }

    private static DefaultHttpContext ContextOf(ConnectionContext connection, RefusedRequest request, MemoryStream body)
    {
        var features = new FeatureCollection(connection.Features);
        bool isTls = connection.Features.Get<ITlsConnectionFeature>() is not null;
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = request.Method,
            RawTarget = request.Target,
            Path = "/",
            Protocol = HttpProtocol.Http11,
            Scheme = isTls ? "https" : "http",
            Headers = request.Headers,
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature
        {
            ConnectionId = connection.ConnectionId,
            RemoteIpAddress = (connection.RemoteEndPoint as IPEndPoint)?.Address,
            RemotePort = (connection.RemoteEndPoint as IPEndPoint)?.Port ?? 0,
            LocalIpAddress = (connection.LocalEndPoint as IPEndPoint)?.Address,
            LocalPort = (connection.LocalEndPoint as IPEndPoint)?.Port ?? 0,
        });
        return new DefaultHttpContext(features);
    }

    private static string HeadOf(HttpResponse response)
    {
        string phrase = response.HttpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase
            ?? ReasonPhrases.GetReasonPhrase(response.StatusCode);
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.StatusCode} {phrase}\r\n");
        foreach (KeyValuePair<string, StringValues> header in response.Headers)
        {
            foreach (string? value in header.Value)
            {
                head.Append(HeaderText.Name(header.Key)).Append(": ").Append(HeaderText.Safe(value ?? string.Empty)).Append("\r\n");
            }
        }

        return head.Append("\r\n").ToString();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "request {RequestId} failed")]
    private partial void Unexpected(Exception error, string requestId);
}
