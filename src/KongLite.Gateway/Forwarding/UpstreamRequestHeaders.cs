using System.Collections.Concurrent;
using System.Globalization;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Transforms;

namespace KongLite.Gateway.Forwarding;

/// <summary>The headers that go to a service: the client's, without those of one hop, and Kong's.</summary>
internal static class UpstreamRequestHeaders
{
    private static readonly ConcurrentDictionary<int, string> Ports = new();
    private static readonly string Via10 = $"1.0 {NodeInfo.ServerToken}";
    private static readonly string Via11 = $"1.1 {NodeInfo.ServerToken}";
    private static readonly string Via2 = $"2 {NodeInfo.ServerToken}";

    /// <summary>Writes all headers of a call.</summary>
    public static void Write(ExchangeTransformer call, HttpRequestMessage target)
    {
        HttpRequest request = call.Exchange.Http.Request;
        CopyClients(call, request, target);
        Add(target, "Host", call.HostHeader);
        AddForwarded(call.Exchange, request, target);
        Add(target, "X-Real-IP", ClientAddress(call.Exchange));
        if (call.Exchange.Node.SendsRequestIdUpstream)
        {
            Add(target, "X-Kong-Request-Id", call.Exchange.Id);
        }

        string via = request.Protocol switch { "HTTP/1.1" => Via11, "HTTP/1.0" => Via10, _ => Via2 };
        Add(target, "Via", request.Headers.Via is { Count: > 0 } earlier ? HeaderLineEncoding.Clean($"{earlier}, {via}") : via);
        if (!call.Target.IsHttp2)
        {
            // For an upgrade the forwarder adds its token, which gives "keep-alive, Upgrade".
            Add(target, "Connection", "keep-alive");
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

    private static void CopyClients(ExchangeTransformer call, HttpRequest request, HttpRequestMessage target)
    {
        ConnectionTokens hop = ConnectionTokens.Of(request.Headers.Connection);
        bool sendsId = call.Exchange.Node.SendsRequestIdUpstream;
        foreach (KeyValuePair<string, StringValues> header in request.Headers)
        {
            string name = header.Key;
            if (IsOurs(name) || name[0] == ':' || hop.Name(name) || (sendsId && Is(name, "X-Kong-Request-Id")))
            {
                continue;
            }

            StringValues values = header.Value;
            if (values.Count == 1)
            {
                Add(target, name, HeaderLineEncoding.Clean(values[0]));
            }
            else if (values.Count > 1)
            {
                Add(target, name, call.Target.IsHttp2 ? values.ToString() : HeaderLineEncoding.Join(name, values));
            }
        }

        if (request.Headers.TE.Count > 0 && WantsTrailers(request.Headers))
        {
            Add(target, "TE", "trailers");
        }
    }

    // X-Forwarded-For grows for every client; the others are believed from trusted peers only.
    private static void AddForwarded(Exchange exchange, HttpRequest request, HttpRequestMessage target)
    {
        IHeaderDictionary headers = request.Headers;
        bool trusted = exchange.PeerIsTrusted;
        ClientRequest client = exchange.Request;
        Add(target, "X-Forwarded-For", ForwardedFor(exchange, headers));
        Add(target, "X-Forwarded-Proto", (trusted ? First(headers, "X-Forwarded-Proto") : null) ?? request.Scheme);
        string host = (trusted ? First(headers, "X-Forwarded-Host") : null) ?? client.Host;
        if (host.Length > 0)
        {
            Add(target, "X-Forwarded-Host", host);
        }

        Add(target, "X-Forwarded-Port", (trusted ? First(headers, "X-Forwarded-Port") : null) ?? Port(client.Port));
        Add(target, "X-Forwarded-Path", (trusted ? First(headers, "X-Forwarded-Path") : null) ?? client.RawPath);
        if (((trusted ? First(headers, "X-Forwarded-Prefix") : null) ?? exchange.StrippedPrefix) is { } prefix)
        {
            Add(target, "X-Forwarded-Prefix", prefix);
        }
    }

    private static string ForwardedFor(Exchange exchange, IHeaderDictionary headers)
    {
        if (!headers.TryGetValue("X-Forwarded-For", out StringValues earlier) || earlier.Count == 0)
        {
            return ClientAddress(exchange);
        }

        string peer = Client.PeerOf(exchange.Http).ToString();
        string addresses = string.Join(
            ", ", string.Join(',', earlier.ToArray()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return addresses.Length == 0 ? peer : HeaderLineEncoding.Clean($"{addresses}, {peer}");
    }

    private static string ClientAddress(Exchange exchange) => (exchange.RealAddress ?? Client.PeerOf(exchange.Http)).ToString();

    private static string? First(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out StringValues values) && values.Count > 0 ? HeaderLineEncoding.Clean(values[0]) : null;

    private static string Port(int port) =>
        Ports.TryGetValue(port, out string? text) ? text : Ports.GetOrAdd(port, static each => each.ToString(CultureInfo.InvariantCulture));

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

    private static void Add(HttpRequestMessage target, string name, string value)
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
