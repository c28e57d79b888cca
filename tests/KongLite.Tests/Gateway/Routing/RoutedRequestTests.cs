using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Gateway;
using KongLite.Sdk.Entities;
using KongLite.Tests.Gateway.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Tests.Gateway.Routing;

/// <summary>What the router is given of requests that come over a real connection.</summary>
public sealed class RoutedRequestTests
{
    private static readonly GatewayOptions Explaining = new() { AllowDebugHeader = true };
    private static readonly Lazy<KeyPair> Certificate = new(() => new Authority().Issue("own.test"));

    [Theory]
    [InlineData("GET /p/a%2fb%61", "x.t", "path", "/a%2Fba")]
    [InlineData("GET /p?", "x.t", "path", "/?")]
    [InlineData("GET /p?a=%zz&%61", "x.t", "path", "/?a=%zz&%61")]
    [InlineData("GET /?/p", "x.t", "none", "")]
    [InlineData("GET /x/../p//y/./z/..", "x.t", "path", "/y/")]
    [InlineData("GET //p", "x.t", "path", "/")]
    [InlineData("GET /P", "x.t", "none", "")]
    // A character of three bytes, as bytes and as escapes; then a part of it.
    [InlineData("GET /p/\u00e6\u0084\u009b", "x.t", "path", "/%E6%84%9B")]
    [InlineData("GET /p/%e6%84%9b", "x.t", "path", "/%E6%84%9B")]
    [InlineData("GET /p/\u00e6", "x.t", "none", "")]
    [InlineData("GET /p/%E6", "x.t", "none", "")]
    [InlineData("GET /%ff", "x.t", "none", "")]
    [InlineData("GET /abs?q", "named.t:99", "host", "/abs?q")]
    [InlineData("GET /abs", "Named.t", "none", "")]
    [InlineData("GET http://named.t/abs?q", "x.t", "host", "/abs?q")]
    [InlineData("GET http://named.t?q=1", "x.t", "host", "/?q=1")]
    [InlineData("GET http://x.t/abs", "named.t", "none", "")]
    [InlineData("PURGE /m", "x.t", "method", "/m")]
    [InlineData("POST /m", "x.t", "none", "")]
    public async Task Go_to_the_route_of_their_target_and_host(string line, string hostHeader, string route, string target)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync(Explaining);
        Service service = await host.AddServiceAsync(upstream.Url, "/p", route: """{"name":"path"}""");
        await AddAsync(host, service, """{"name":"host","hosts":["named.t"]}""");
        await AddAsync(host, service, """{"name":"method","methods":["PURGE"]}""");

        string answer = await host.SendAsync($"{line} HTTP/1.1\r\nHost: {hostHeader}\r\nKong-Debug: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.StartsWith(route == "none" ? "HTTP/1.1 404 " : "HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal(route, RouteOf(answer));
        Assert.Equal(target, route == "none" ? string.Empty : upstream.Last.Target);
    }

    [Fact]
    public async Task Are_looked_at_with_all_their_headers()
    {
        await using ProxyHost host = await ProxyHost.StartAsync(Explaining);
        await host.AddAsync<Route>("""{"name":"far","headers":{"x-far":["1"]}}""");
        string lines = string.Concat(Enumerable.Range(0, 150).Select(number => $"X-{number}: {number}\r\n"));

        string answer = await host.SendAsync($"GET / HTTP/1.1\r\nHost: a\r\nKong-Debug: 1\r\nConnection: close\r\n{lines}X-Far: 1\r\n\r\n");

        Assert.Equal("far", RouteOf(answer));
    }

    [Fact]
    public async Task Fall_through_a_route_whose_service_is_switched_off()
    {
        await using ProxyHost host = await ProxyHost.StartAsync(Explaining);
        Service service = await host.AddServiceAsync("http://127.0.0.1:1", "/p/q", route: """{"name":"off"}""");
        await host.AddAsync<Route>("""{"name":"below","paths":["/p"]}""");
        await host.ChangeAsync(service with { Enabled = false });

        string answer = await host.SendAsync("GET /p/q HTTP/1.1\r\nHost: a\r\nKong-Debug: 1\r\nConnection: close\r\n\r\n");

        Assert.Equal("below", RouteOf(answer));
    }

    [Theory]
    [InlineData("a.test", "HTTP/1.1 503 ", "named")]
    [InlineData("x.w.test", "HTTP/1.1 503 ", "wild")]
    [InlineData("b.test", "HTTP/1.1 404 ", "none")]
    [InlineData(null, "HTTP/1.1 404 ", "none")]
    public async Task Over_TLS_go_to_the_route_of_their_server_name(string? name, string status, string route)
    {
        await using ProxyHost host = await ProxyHost.StartAsync(Explaining, certificate: Certificate.Value.Serve());
        await host.AddAsync<Route>("""{"name":"named","protocols":["https"],"snis":["a.test."]}""");
        await host.AddAsync<Route>("""{"name":"wild","protocols":["https"],"snis":["*.w.test"]}""");
        await using TlsClient client = await TlsClient.ConnectAsync(host.TlsAddress, name);

        await client.Stream.WriteAsync("GET / HTTP/1.1\r\nHost: any\r\nKong-Debug: 1\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(client.Stream, Encoding.Latin1);
        string answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.StartsWith(status, answer, StringComparison.Ordinal);
        Assert.Equal(route, RouteOf(answer));
    }

    [Fact]
    public async Task In_the_clear_are_redirected_whatever_the_server_names_of_the_route()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddAsync<Route>("""{"protocols":["https"],"snis":["a.test"],"https_redirect_status_code":308}""");

        string answer = await host.SendAsync("GET http://Re.t:80/x?y HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 308 ", answer, StringComparison.Ordinal);
        Assert.Contains("Location: https://re.t/x?y\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("h2.t:81", HttpStatusCode.ServiceUnavailable)]
    [InlineData("h2.t", HttpStatusCode.NotFound)]
    [InlineData("H2.t:81", HttpStatusCode.NotFound)]
    public async Task Over_HTTP_2_go_to_the_route_of_their_authority(string authority, HttpStatusCode status)
    {
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: HttpProtocols.Http2);
        await host.AddAsync<Route>("""{"hosts":["h2.t:81"]}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = authority;

        using HttpResponseMessage answer = await host.Client.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
    }

    private static Task<Route> AddAsync(ProxyHost host, Service service, string fields)
    {
        var route = (JsonObject)JsonNode.Parse(fields)!;
        route["service"] = new JsonObject { ["id"] = service.Id.ToString() };
        return host.AddAsync<Route>(route.ToJsonString());
    }

    private static string RouteOf(string answer) =>
        answer.Split("\r\n").FirstOrDefault(line => line.StartsWith("Kong-Route-Name: ", StringComparison.Ordinal))?["Kong-Route-Name: ".Length..] ?? "none";
}
