using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace KongLite.Tests.Plugins;

/// <summary>Exchanges without a server, for plugins alone.</summary>
internal static class TestExchange
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 15, 55, 1, 663, TimeSpan.Zero);

    public static Exchange Of(string method, string target, string? body = null, params (string Name, string Value)[] headers) =>
        Of(new NodeInfo(), method, target, body is null ? [] : Encoding.UTF8.GetBytes(body), headers);

    public static Exchange Of(NodeInfo node, string method, string target, byte[] body, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        http.Request.Method = method;
        http.Request.Protocol = "HTTP/1.1";
        http.Request.Scheme = "http";
        http.Request.Body = new MemoryStream(body);
        http.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.9");
        http.Connection.LocalPort = 8000;
        foreach ((string name, string value) in headers)
        {
            http.Request.Headers[name] = http.Request.Headers.TryGetValue(name, out StringValues earlier) ? StringValues.Concat(earlier, value) : value;
        }

        return new Exchange(http, node, "0123456789abcdef0123456789abcdef", 0, Start);
    }

    /// <summary>The JSON of the gateway's own answer.</summary>
    public static JsonNode? Json(this Exchange exchange) => exchange.Local!.Json;

    /// <summary>The bytes of the gateway's own answer as text.</summary>
    public static string Text(this Exchange exchange) => Encoding.UTF8.GetString(exchange.Local!.Bytes.Span);

    /// <summary>A header of the answer; null when there is none.</summary>
    public static string? Header(this ClientResponse response, string name) =>
        response.Headers.TryGetValue(name, out StringValues values) ? values.ToString() : null;

    public static void Equal(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}\nactual   {actual?.ToJsonString()}");
}

/// <summary>A clock that stands still unless moved.</summary>
internal sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
