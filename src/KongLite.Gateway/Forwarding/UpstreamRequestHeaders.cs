using System.Diagnostics;
using KongLite.Gateway.Telemetry;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Transforms;

namespace KongLite.Gateway.Forwarding;

/// <summary>The headers that go to a service: the client's, without those of one hop, and Kong's.</summary>
internal static class UpstreamRequestHeaders
{
    /// <summary>A header that every request has.</summary>
    public const string AlwaysSent = ForwardedForName;

    private const string ForwardedForName = "X-Forwarded-For";

    /// <summary>Writes all headers of a call.</summary>
    public static void Write(ServiceCall call, HttpRequestMessage target)
    {
        HttpRequest request = call.Exchange.Http.Request;
        CopyClients(call, request, target);
        AddHost(call, target);
        AddForwarded(call, request, target);
        if (call.Exchange.Node.SendsRequestIdUpstream)
        {
            Add(target, "X-Kong-Request-Id", call.Exchange.Id);
        }

        if (call.Exchange.Activity is { } traced)
        {
            GatewayTracing.Propagate(Activity.Current ?? traced, target);
        }

        if (target.Content is null && !FailedTries.IsIdempotent(request.Method))
        {
            // The client library repeats a request without content by itself, whatever its method, when the service hangs up.
            Add(target, "Content-Length", "0");
        }
        else if (target.Content is { } content && request.ContentLength is { } length)
        {
            content.Headers.ContentLength = length;
        }
    }

    private static void AddHost(ServiceCall call, HttpRequestMessage target)
    {
        string host = call.HostHeader;
        if (call.Target.IsNamedByPrefix && ReferenceEquals(host, call.Target.HostHeader))
        {
            return;
        }

        Add(target, "Host", host);
        if (target.Headers.Host is null)
        {
            // The client library could not read it, and would write one of its own beside it.
            throw new BadHttpRequestException("The Host header cannot be passed on.");
        }
    }

    private static void CopyClients(ServiceCall call, HttpRequest request, HttpRequestMessage target)
    {
        ConnectionTokens hop = ConnectionTokens.Of(request.Headers.Connection);
        bool sendsId = call.Exchange.Node.SendsRequestIdUpstream;
        bool isTraced = call.Exchange.Activity is not null;
        foreach (KeyValuePair<string, StringValues> header in request.Headers)
        {
            string name = header.Key;
            if (IsOurs(name) || name[0] == ':' || hop.Name(name) || (sendsId && Is(name, "X-Kong-Request-Id"))
                || (isTraced && GatewayTracing.Replaces(name)))
            {
                continue;
            }

            StringValues values = header.Value;
            if (values.Count == 1)
            {
                Add(target, name, values[0] ?? string.Empty);
            }
            else if (values.Count > 1)
            {
                AddLines(target, name, call.Target.IsHttp2 ? HeaderLineEncoding.Clean(values.ToString()) : HeaderLineEncoding.Join(name, values));
            }
        }

        if (request.Headers.TE.Count > 0 && WantsTrailers(request.Headers))
        {
            Add(target, "TE", "trailers");
        }
    }

    // X-Forwarded-For and Via grow for every client; the others are believed from trusted peers only.
    private static void AddForwarded(ServiceCall call, HttpRequest request, HttpRequestMessage target)
    {
        Exchange exchange = call.Exchange;
        ClientRequest client = exchange.Request;
        ConnectionLines lines = ConnectionLines.Of(exchange);
        IHeaderDictionary headers = request.Headers;
        bool trusted = exchange.PeerIsTrusted;
        if (trusted || call.Target.IsHttp2 || headers.Upgrade.Count > 0 || headers.Via.Count > 0 || headers.ContainsKey(ForwardedForName))
        {
            AddOneByOne(call, request, target, lines);
        }
        else
        {
            AddLines(target, ForwardedForName, lines.Usual);
        }

        AddGiven(target, "X-Forwarded-Host", (trusted ? First(headers, "X-Forwarded-Host") : null) ?? client.Host);
        AddGiven(target, "X-Forwarded-Path", (trusted ? First(headers, "X-Forwarded-Path") : null) ?? client.RawPath);
        AddGiven(target, "X-Forwarded-Prefix", (trusted ? First(headers, "X-Forwarded-Prefix") : null) ?? exchange.StrippedPrefix);
    }

    private static void AddOneByOne(ServiceCall call, HttpRequest request, HttpRequestMessage target, ConnectionLines lines)
    {
        Exchange exchange = call.Exchange;
        IHeaderDictionary headers = request.Headers;
        bool trusted = exchange.PeerIsTrusted;
        string address = exchange.RealEndPoint?.Address.ToString() ?? lines.Peer;
        Add(target, ForwardedForName, ForwardedFor(headers, lines.Peer, address));
        AddGiven(target, "X-Forwarded-Proto", (trusted ? First(headers, "X-Forwarded-Proto") : null) ?? request.Scheme);
        AddGiven(target, "X-Forwarded-Port", (trusted ? First(headers, "X-Forwarded-Port") : null) ?? lines.Port);
        Add(target, "X-Real-IP", address);
        string earlier = headers.Via.ToString();
        Add(target, "Via", earlier.Length > 0 ? $"{earlier}, {lines.Via}" : lines.Via);
        if (!call.Target.IsHttp2)
        {
            // For an upgrade the forwarder adds its token, which gives "keep-alive, Upgrade".
            Add(target, "Connection", "keep-alive");
        }
    }

    private static string ForwardedFor(IHeaderDictionary headers, string peer, string address)
    {
        if (!headers.TryGetValue(ForwardedForName, out StringValues earlier) || earlier.Count == 0)
        {
            return address;
        }

        string addresses = string.Join(
            ", ", string.Join(',', earlier.ToArray()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return addresses.Length == 0 ? peer : $"{addresses}, {peer}";
    }

    private static string? First(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out StringValues values) && values.Count > 0 ? values[0] : null;

    /// <summary>Whether the client can take trailers.</summary>
    internal static bool WantsTrailers(IHeaderDictionary headers)
    {
        foreach (string? line in headers.TE)
        {
            foreach (Range range in line.AsSpan().Split(','))
            {
                ReadOnlySpan<char> coding = line.AsSpan()[range];
                int end = coding.IndexOf(';');
                if ((end < 0 ? coding : coding[..end]).Trim().Equals("trailers", StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // nginx leaves out what is empty, be it that a trusted peer says so.
    private static void AddGiven(HttpRequestMessage target, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Add(target, name, value);
        }
    }

    // Much of what is added comes from the client in one way or another: none of it may begin a line of its own.
    private static void Add(HttpRequestMessage target, string name, string value) => AddLines(target, name, HeaderLineEncoding.Clean(value));

    // For values whose lines the gateway has made itself, of parts that cannot end them.
    private static void AddLines(HttpRequestMessage target, string name, string value)
    {
        if (target.Headers.TryAddWithoutValidation(name, value))
        {
            return;
        }

        if (target.Content is { } content)
        {
            content.Headers.TryAddWithoutValidation(name, value);
            return;
        }

        // A header that describes a body, on a request that has none: the forwarder knows how to carry it.
        RequestTransform.AddHeader(new RequestTransformContext { ProxyRequest = target }, name, value);
    }

    // Headers of one hop, and those that are made new.
    private static bool IsOurs(string name) => name.Length switch
    {
        2 => Is(name, "TE"),
        3 => Is(name, "Via"),
        4 => Is(name, "Host"),
        5 => Is(name, "Proxy"),
        6 => Is(name, "Expect"),
        7 => Is(name, "Upgrade"),
        9 => Is(name, "X-Real-IP"),
        10 => Is(name, "Connection") || Is(name, "Keep-Alive"),
        14 => Is(name, "Content-Length"),
        15 => Is(name, "X-Forwarded-For"),
        16 => Is(name, "X-Forwarded-Host") || Is(name, "X-Forwarded-Port") || Is(name, "X-Forwarded-Path") || Is(name, "Proxy-Connection"),
        17 => Is(name, "X-Forwarded-Proto") || Is(name, "Transfer-Encoding"),
        18 => Is(name, "X-Forwarded-Prefix"),
        _ => false,
    };

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
