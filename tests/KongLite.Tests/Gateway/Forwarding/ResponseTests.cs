using System.Net;
using System.Text.Json.Nodes;
using KongLite.Gateway;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Tests.Gateway.Forwarding;

public sealed class ResponseTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [Theory]
    [InlineData("Server: x\r\nX-Up: 1", "X-Up", "1")]
    [InlineData("Server: me/1.0", "Server", "me/1.0")]
    [InlineData("X-A: 1", "Server", "{server}")]
    [InlineData("X-A: 1", "Via", "1.1 {server}")]
    [InlineData("Via: 1.1 cdn", "Via", "1.1 cdn, 1.1 {server}")]
    [InlineData("X-A: 1", "Date", "-")]
    [InlineData("Date: Mon, 01 Jan 2001 00:00:00 GMT", "Date", "Mon, 01 Jan 2001 00:00:00 GMT")]
    [InlineData("X-Empty: ", "X-Empty", "")]
    [InlineData("Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2", "Set-Cookie", "a=1; Path=/|b=2")]
    [InlineData("Connection: X-Hop\r\nX-Hop: 1", "X-Hop", "-")]
    [InlineData("Connection: close, X-Hop\r\nX-Hop: 1", "X-Hop", "-")]
    [InlineData("Keep-Alive: timeout=5", "Keep-Alive", "-")]
    [InlineData("Upgrade: foo/2", "Upgrade", "-")]
    [InlineData("Trailer: X-T", "Trailer", "-")]
    [InlineData("X-Accel-Buffering: no", "X-Accel-Buffering", "-")]
    [InlineData("Proxy-Authenticate: Basic", "Proxy-Authenticate", "Basic")]
    [InlineData("X-Kong-Request-Id: theirs", "X-Kong-Request-Id", "{id}")]
    [InlineData("X-Kong-Response-Latency: 7", "X-Kong-Response-Latency", "7")]
    [InlineData("X-Kong-Upstream-Status: 7", "X-Kong-Upstream-Status", "7")]
    [InlineData("Content-Type: text/plain", "Content-Type", "text/plain; charset=UTF-8")]
    [InlineData("Content-Type: TEXT/HTML", "Content-Type", "TEXT/HTML; charset=UTF-8")]
    [InlineData("Content-Type: application/javascript", "Content-Type", "application/javascript; charset=UTF-8")]
    [InlineData("Content-Type: text/css", "Content-Type", "text/css")]
    [InlineData("Content-Type: text/xml", "Content-Type", "text/xml; charset=UTF-8")]
    [InlineData("Content-Type: application/rss+xml", "Content-Type", "application/rss+xml; charset=UTF-8")]
    [InlineData("Content-Type: text/vnd.wap.wml", "Content-Type", "text/vnd.wap.wml; charset=UTF-8")]
    [InlineData("Content-Type: application/json", "Content-Type", "application/json")]
    [InlineData("X-A: 1", "Content-Type", "-")]
    [InlineData("Content-Type: text/plain; charset=iso-8859-1", "Content-Type", "text/plain; charset=iso-8859-1")]
    [InlineData("X-Latin: caf\u00e9", "X-Latin", "caf\u00e9")]
    public async Task Passes_the_headers_that_Kong_passes(string sent, string name, string expected)
    {
        await using var upstream = new RawUpstream($"{Ok}{sent}\r\nContent-Length: 2\r\n\r\nok");
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        string answer = await host.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.EndsWith("\r\n\r\nok", answer, StringComparison.Ordinal);
        string[] lines = answer.Split("\r\n\r\n")[0].Split("\r\n");
        string[] found = [.. lines.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 2)..])];
        string wanted = expected.Replace("{server}", NodeInfo.ServerToken, StringComparison.Ordinal);
        if (expected == "{id}")
        {
            Assert.Matches("^[0-9a-f]{32}$", Assert.Single(found));
        }
        else
        {
            Assert.Equal(wanted, found.Length == 0 ? "-" : string.Join('|', found));
        }
    }

    [Theory]
    [InlineData(ResponseHeaders.Default, "Server Via X-Kong-Proxy-Latency X-Kong-Request-Id X-Kong-Upstream-Latency")]
    [InlineData(ResponseHeaders.None, "")]
    [InlineData(ResponseHeaders.UpstreamStatus | ResponseHeaders.Via, "Via X-Kong-Upstream-Status")]
    public async Task Adds_the_headers_that_the_node_is_told_to(ResponseHeaders enabled, string expected)
    {
        await using var upstream = new RawUpstream($"{Ok}Content-Length: 0\r\n\r\n");
        await using ProxyHost host = await ProxyHost.StartAsync(node: new NodeInfo { Headers = enabled });
        await host.AddServiceAsync(upstream.Url);

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal(expected, string.Join(' ', answer.Headers.Select(header => header.Key).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Keeps_the_services_Server_where_the_node_has_none()
    {
        await using var upstream = new RawUpstream($"{Ok}Server: theirs\r\nContent-Length: 0\r\n\r\n");
        await using ProxyHost host = await ProxyHost.StartAsync(node: new NodeInfo { Headers = ResponseHeaders.None });
        await host.AddServiceAsync(upstream.Url);

        Assert.Equal("theirs", (await host.Client.GetAsync("/")).Headers.GetValues("Server").Single());
    }

    [Theory]
    [InlineData("/", "200 1")]
    [InlineData("/dead", "502 0")]
    public async Task Shows_header_filters_the_status_of_the_try_and_the_cookie_of_the_upstream(string path, string expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync(node: new NodeInfo { Headers = ResponseHeaders.UpstreamStatus });
        await host.AddUpstreamAsync("""{"hash_on":"cookie","hash_on_cookie":"peer"}""", $"127.0.0.1:{upstream.Port}");
        await host.AddServiceAsync("http://pool");
        await host.AddServiceAsync("http://127.0.0.1:1", "/dead", service: """{"retries":0}""");
        await host.AddPluginAsync("probe-high", """{"act":"header:seen"}""");

        Assert.Equal(expected, (await host.Client.GetAsync(path)).Headers.GetValues("X-Seen").Single());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nuntil the end", 200, "until the end")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n", 200, "abcdefg")]
    [InlineData("HTTP/1.1 599 Odd\r\nContent-Length: 1\r\n\r\nx", 599, "x")]
    [InlineData("HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n", 299, "")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, "")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n", 304, "")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://elsewhere.test/x\r\nContent-Length: 0\r\n\r\n", 302, "")]
    public async Task Passes_answers_of_any_make(string wire, int status, string body)
    {
        await using var upstream = new RawUpstream(wire);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((status, body), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Keeps_the_services_reason_phrase()
    {
        await using var upstream = new RawUpstream("HTTP/1.1 200 Fine\r\nContent-Length: 0\r\n\r\n");
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        Assert.Equal("Fine", (await host.Client.GetAsync("/")).ReasonPhrase);
    }

    [Fact]
    public async Task Answers_HEAD_with_the_length_and_no_body()
    {
        await using var upstream = new RawUpstream($"{Ok}Content-Length: 1234\r\n\r\n");
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        HttpResponseMessage answer = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"));

        Assert.Equal((1234, string.Empty), (answer.Content.Headers.ContentLength, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Explains_itself_when_asked_and_allowed()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { AllowDebugHeader = true });
        await host.AddServiceAsync(upstream.Url, service: """{"name":"s"}""", route: """{"name":"r"}""");
        host.Client.DefaultRequestHeaders.Add("Kong-Debug", "1");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal(("r", "s"), (answer.Headers.GetValues("Kong-Route-Name").Single(), answer.Headers.GetValues("Kong-Service-Name").Single()));
    }

    [Theory]
    [InlineData("r", "Kong-Debug", true, "r")]
    [InlineData("r", "Kong-Debug", false, null)]
    [InlineData("r", "X-Debug", true, null)]
    [InlineData(null, "Kong-Debug", true, null)]
    public async Task Explains_answers_of_its_own_too(string? name, string header, bool isAllowed, string? expected)
    {
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { AllowDebugHeader = isAllowed });
        await host.AddAsync<Route>(new JsonObject { ["name"] = name, ["paths"] = new JsonArray("/") }.ToJsonString());
        host.Client.DefaultRequestHeaders.Add(header, "");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.TryGetValues("Kong-Route-Name", out IEnumerable<string>? names) ? names.Single() : null);
        Assert.Equal(isAllowed && header == "Kong-Debug", answer.Headers.Contains("Kong-Route-Id"));
        Assert.False(answer.Headers.Contains("Kong-Service-Id"));
    }

    [Theory]
    [InlineData("1.1", null)]
    [InlineData("1.1", "trailers")]
    [InlineData("2.0", null)]
    [InlineData("2.0", "trailers")]
    public async Task Drops_the_trailers_of_HTTP_1(string version, string? te)
    {
        await using var upstream = new RawUpstream($"{Ok}Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\nContent-Length: 9\r\n\r\n");
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: version == "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await host.AddServiceAsync(upstream.Url);
        var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (te is not null)
        {
            request.Headers.TE.ParseAdd(te);
        }

        HttpResponseMessage answer = await host.Client.SendAsync(request);

        Assert.Equal("abc", await answer.Content.ReadAsStringAsync());
        Assert.Empty(answer.TrailingHeaders);
        Assert.Equal(te is null ? [] : ["X-Sum"], answer.Headers.Trailer);
    }
}
