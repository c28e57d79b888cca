using System.Diagnostics;
using System.Globalization;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Pipeline;

/// <summary>The headers that Kong adds to every answer, most of them last of all (Kong: <c>header_filter.after</c>).</summary>
internal sealed class KongHeaders(NodeInfo node, GatewayOptions options)
{
    private const string DebugName = "Kong-Debug";
    private const string RequestIdName = "X-Kong-Request-Id";
    private const string UpstreamStatusName = "X-Kong-Upstream-Status";
    private const string UpstreamLatencyName = "X-Kong-Upstream-Latency";
    private const string ProxyLatencyName = "X-Kong-Proxy-Latency";
    private const string ResponseLatencyName = "X-Kong-Response-Latency";
    private static readonly string Http1Via = $"1.1 {NodeInfo.ServerToken}";
    private static readonly string Http2Via = $"2 {NodeInfo.ServerToken}";
    private readonly ResponseHeaders _enabled = node.Headers;

    /// <summary>Completes an answer that no service had a part in.</summary>
    public void Complete(Exchange exchange)
    {
        IHeaderDictionary headers = exchange.Http.Response.Headers;
        // A plugin that names only us in Via speaks for a service of its own, whose Server header it keeps.
        if (!string.Equals(headers.Via, NodeInfo.ServerToken, StringComparison.Ordinal))
        {
            headers.Server = _enabled.HasFlag(ResponseHeaders.Server) ? NodeInfo.ServerToken : default(StringValues);
        }

        exchange.Calls.GatewayTime = Stopwatch.GetElapsedTime(exchange.StartTimestamp) - exchange.ExternalTime;
        if (_enabled.HasFlag(ResponseHeaders.ResponseLatency))
        {
            headers[ResponseLatencyName] = Milliseconds(exchange.Calls.GatewayTime);
        }

        Identify(exchange, headers);
    }

    /// <summary>Adds the status of the last try, before the header filters run (Kong: <c>header_filter.before</c>).</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="status">The status, 502 or 504 where the try failed.</param>
    public void BeginProxied(Exchange exchange, int? status)
    {
        if (_enabled.HasFlag(ResponseHeaders.UpstreamStatus) && status is { } known)
        {
            exchange.Http.Response.Headers[UpstreamStatusName] = known.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Completes an answer of a service, or the one that stands for it after every try failed.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="handedOver">When the first try began.</param>
    /// <param name="tried">When the last try began.</param>
    /// <param name="isHttp2">Whether the service speaks HTTP/2.</param>
    public void CompleteProxied(Exchange exchange, long handedOver, long tried, bool isHttp2)
    {
        IHeaderDictionary headers = exchange.Http.Response.Headers;
        ref CallRecord calls = ref exchange.Calls;
        calls.Answered = Stopwatch.GetTimestamp();
        calls.UpstreamTime = Stopwatch.GetElapsedTime(tried, calls.Answered);
        calls.GatewayTime = Stopwatch.GetElapsedTime(exchange.StartTimestamp, handedOver);
        if (_enabled.HasFlag(ResponseHeaders.UpstreamLatency))
        {
            headers[UpstreamLatencyName] = Milliseconds(calls.UpstreamTime.Value);
        }

        if (_enabled.HasFlag(ResponseHeaders.ProxyLatency))
        {
            headers[ProxyLatencyName] = Milliseconds(calls.GatewayTime);
        }

        if (_enabled.HasFlag(ResponseHeaders.Via))
        {
            string own = isHttp2 ? Http2Via : Http1Via;
            headers.Via = headers.Via.Count == 0 ? own : $"{headers.Via}, {own}";
        }

        if (_enabled.HasFlag(ResponseHeaders.Server) && headers.Server.Count == 0)
        {
            headers.Server = NodeInfo.ServerToken;
        }

        Identify(exchange, headers);
    }

    /// <summary>Completes an answer that stands for one of a service.</summary>
    public void CompleteReplayed(Exchange exchange)
    {
        long now = Stopwatch.GetTimestamp();
        CompleteProxied(exchange, now, now, isHttp2: false);
    }

    private void Identify(Exchange exchange, IHeaderDictionary headers)
    {
        if (options.AllowDebugHeader && exchange.Http.Request.Headers.ContainsKey(DebugName))
        {
            headers["Kong-Route-Id"] = exchange.Route?.Id.ToString("D");
            headers["Kong-Route-Name"] = exchange.Route?.Name;
            headers["Kong-Service-Id"] = exchange.Service?.Id.ToString("D");
            headers["Kong-Service-Name"] = exchange.Service?.Name;
        }

        if (_enabled.HasFlag(ResponseHeaders.RequestId))
        {
            headers[RequestIdName] = exchange.Id;
        }
    }

    private static string Milliseconds(TimeSpan time) => Math.Max(0, (long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
