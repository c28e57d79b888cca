using System.Net;
using KongLite.Gateway;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Gateway.Forwarding;

public sealed class RequestHeaderTests
{
    [Theory]
    [InlineData("Host: client.test", "Host", "{upstream}")]
    [InlineData("X-A: 1", "Connection", "keep-alive")]
    [InlineData("X-A: 1", "X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-For: 1.2.3.4, 5.6.7.8", "X-Forwarded-For", "1.2.3.4, 5.6.7.8, 127.0.0.1")]
    [InlineData("X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 5.6.7.8", "X-Forwarded-For", "1.2.3.4, 5.6.7.8, 127.0.0.1")]
    [InlineData("X-Forwarded-For: ", "X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-For: a,, b,", "X-Forwarded-For", "a, b, 127.0.0.1")]
    [InlineData("X-Forwarded-Proto: https", "X-Forwarded-Proto", "http")]
    [InlineData("X-Forwarded-Host: evil.test", "X-Forwarded-Host", "h.test")]
    [InlineData("X-Forwarded-Port: 1", "X-Forwarded-Port", "{listener}")]
    [InlineData("X-Forwarded-Path: /evil", "X-Forwarded-Path", "/r/%61")]
    [InlineData("X-Forwarded-Prefix: /evil", "X-Forwarded-Prefix", "/r")]
    [InlineData("X-Real-IP: 9.9.9.9", "X-Real-IP", "127.0.0.1")]
    [InlineData("Via: 1.0 first", "Via", "1.0 first, 1.1 {server}")]
    [InlineData("Via: 1.0 a\r\nVia: 1.1 b", "Via", "1.0 a,1.1 b, 1.1 {server}")]
    [InlineData("Via: \r\nVia: ", "Via", "1.1 {server}")]
    [InlineData("X-Kong-Request-Id: mine", "X-Kong-Request-Id", "{id}")]
    [InlineData("Connection: X-One, close\r\nX-One: 1", "X-One", "-")]
    [InlineData("Connection: X-One, close\r\nX-Two: 2", "X-Two", "2")]
    [InlineData("Connection: x-two, close\r\nConnection: x-one\r\nX-One: 1", "X-One", "-")]
    [InlineData("Connection: close\r\nConnection: X-One\r\nX-One: 1", "X-One", "1")]
    [InlineData("Connection: keep-alive, X-One, close\r\nX-One: 1", "X-One", "-")]
    [InlineData("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA", "HTTP2-Settings", "-")]
    [InlineData("Keep-Alive: timeout=5", "Keep-Alive", "-")]
    [InlineData("TE: trailers, deflate", "TE", "trailers")]
    [InlineData("TE: gzip\r\nTE: trailers", "TE", "trailers")]
    [InlineData("TE: gzip", "TE", "-")]
    [InlineData("Proxy: http://evil.test", "Proxy", "-")]
    [InlineData("Proxy-Connection: keep-alive", "Proxy-Connection", "-")]
    [InlineData("Proxy-Authorization: Basic eDp5", "Proxy-Authorization", "Basic eDp5")]
    [InlineData("Upgrade: h2c\r\nConnection: upgrade", "Upgrade", "-")]
    [InlineData("Upgrade: WebSocket\r\nConnection: upgrade, close", "Upgrade", "websocket")]
    [InlineData("Upgrade: WebSocket\r\nConnection: X-One, upgrade, close\r\nX-One: 1", "Connection", "keep-alive, Upgrade")]
    [InlineData("Upgrade: websocket\r\nConnection: X-One, upgrade, close\r\nX-One: 1", "X-One", "-")]
    [InlineData("X-Consumer-ID: 1", "X-Consumer-ID", "1")]
    [InlineData("X-Consumer-Username: ann", "X-Consumer-Username", "ann")]
    [InlineData("X-Credential-Identifier: c", "X-Credential-Identifier", "c")]
    [InlineData("X-Anonymous-Consumer: true", "X-Anonymous-Consumer", "true")]
    [InlineData("X-Many: one\r\nX-Many: two\r\nX-Many: three", "X-Many", "one|two|three")]
    [InlineData("Accept: a/b\r\nAccept: c/d", "Accept", "a/b|c/d")]
    [InlineData("X-Custom: Value with  spaces", "X-Custom", "Value with  spaces")]
    [InlineData("x_under_score: 1", "x_under_score", "1")]
    [InlineData("X-Empty: ", "X-Empty", "")]
    [InlineData("X-Latin: caf\u00e9", "X-Latin", "caf\u00e9")]
    [InlineData("Content-Type: a/b", "Content-Type", "a/b")]
    [InlineData("User-Agent: (odd", "User-Agent", "(odd")]
    [InlineData("Date: Mon, 01 Jan 2001 00:00:00 GMT", "Date", "Mon, 01 Jan 2001 00:00:00 GMT")]
    public async Task Sends_the_headers_that_Kong_sends(string sent, string name, string expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/r");
        string own = sent.StartsWith("Host:", StringComparison.Ordinal) ? string.Empty : "Host: H.test:99\r\n";
        string close = sent.Contains("close", StringComparison.Ordinal) ? string.Empty : "Connection: close\r\n";

        string answer = await host.SendAsync($"GET /r/%61 HTTP/1.1\r\n{own}{sent}\r\n{close}\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        string id = answer.Split("X-Kong-Request-Id: ")[1].Split("\r\n")[0];
        Assert.Matches("^[0-9a-f]{32}$", id);
        string wanted = expected.Replace("{upstream}", $"127.0.0.1:{upstream.Port}", StringComparison.Ordinal)
            .Replace("{listener}", $"{host.Address.Port}", StringComparison.Ordinal)
            .Replace("{server}", NodeInfo.ServerToken, StringComparison.Ordinal)
            .Replace("{id}", id, StringComparison.Ordinal);
        Assert.Equal(wanted, upstream.Last.Line(name));
    }

    [Theory]
    [InlineData("%EE%80%80")]
    [InlineData("%0D%0A")]
    [InlineData("%0A")]
    public async Task A_path_cannot_begin_a_header(string end)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "~/t/[^/]+");

        string answer = await host.SendAsync($"GET /t/a{end}X-Consumer-Username:admin HTTP/1.1\r\nHost: h.test\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal("-", upstream.Last.Line("X-Consumer-Username"));
        Assert.StartsWith("/t/a", upstream.Last.Line("X-Forwarded-Prefix"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-Proto", "https", "https")]
    [InlineData("X-Forwarded-Host", "front.test", "front.test")]
    [InlineData("X-Forwarded-Port", "443", "443")]
    [InlineData("X-Forwarded-Path", "/front", "/front")]
    [InlineData("X-Forwarded-Prefix", "/front", "/front")]
    [InlineData("X-Forwarded-For", "1.2.3.4", "1.2.3.4, 127.0.0.1")]
    [InlineData("X-Real-IP", "9.9.9.9", "9.9.9.9")]
    public async Task Believes_a_trusted_peer(string name, string sent, string expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { TrustedIps = ["127.0.0.5/8"] });
        await host.AddServiceAsync(upstream.Url, "/r");
        host.Client.DefaultRequestHeaders.TryAddWithoutValidation(name, sent);

        await host.Client.GetAsync("/r");

        Assert.Equal(expected, upstream.Last.Line(name));
    }

    [Theory]
    [InlineData(false, "7.7.7.7, 1.2.3.4, 127.0.0.9", "127.0.0.9")]
    [InlineData(true, "7.7.7.7, 1.2.3.4, 127.0.0.9", "1.2.3.4")]
    [InlineData(true, "127.0.0.8, 127.0.0.9", "127.0.0.8")]
    [InlineData(true, "1.2.3.4:5678", "1.2.3.4")]
    [InlineData(false, "nonsense", "127.0.0.1")]
    public async Task Takes_the_clients_address_from_the_list(bool recursive, string sent, string expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync(
            new GatewayOptions { TrustedIps = ["127.0.0.0/8"], RealIpHeader = "X-Forwarded-For", RealIpRecursive = recursive });
        await host.AddServiceAsync(upstream.Url);
        host.Client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", sent);

        await host.Client.GetAsync("/");

        Assert.Equal(expected, upstream.Last.Line("X-Real-IP"));
    }

    [Fact]
    public async Task Keeps_the_clients_host_when_the_route_says_so()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, route: """{"preserve_host":true}""");

        await host.SendAsync("GET / HTTP/1.1\r\nHost: B.Test:99\r\nConnection: close\r\n\r\n");

        Assert.Equal("B.Test:99", upstream.Last.Line("Host"));
    }

    [Fact]
    public async Task Lets_the_target_in_absolute_form_name_the_host()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, route: """{"hosts":["b.test"]}""");

        await host.SendAsync("GET http://B.test?q HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n");

        Assert.Equal(("b.test", "/?q"), (upstream.Last.Line("X-Forwarded-Host"), upstream.Last.Target));
    }

    [Fact]
    public async Task Speaks_for_an_old_client_without_a_host()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        await host.SendAsync("GET / HTTP/1.0\r\n\r\n");

        Assert.Equal(("-", $"1.0 {NodeInfo.ServerToken}"), (upstream.Last.Line("X-Forwarded-Host"), upstream.Last.Line("Via")));
    }

    [Fact]
    public async Task Leaves_the_request_id_alone_when_it_is_not_to_be_told()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync(node: new NodeInfo { SendsRequestIdUpstream = false });
        await host.AddServiceAsync(upstream.Url);
        host.Client.DefaultRequestHeaders.Add("X-Kong-Request-Id", "mine");

        await host.Client.GetAsync("/");

        Assert.Equal("mine", upstream.Last.Line("X-Kong-Request-Id"));
    }

    [Fact]
    public async Task Cannot_be_made_to_break_a_header_line()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        // The byte sequence of the character that stands for a break inside the gateway.
        string answer = await host.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nX-A: one\u00ee\u0080\u0080Evil: 1\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal("-", upstream.Last.Line("Evil"));
    }

    [Theory]
    [InlineData("/r/a%2Fb?x=%zz&y", "/s/a%2Fb?x=%zz&y")]
    [InlineData("/r/x?", "/s/x?")]
    [InlineData("/r", "/s")]
    [InlineData("/r/./b//c", "/s/b/c")]
    public async Task Sends_path_and_query_as_Kong_does(string target, string expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url + "/s", "/r");

        await host.SendAsync($"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.Equal(expected, upstream.Last.Target);
    }

    [Theory]
    [InlineData("PURGE")]
    [InlineData("A")]
    [InlineData("REPORT")]
    public async Task Sends_any_method(string method)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        HttpResponseMessage answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/"));

        Assert.Equal((HttpStatusCode.OK, method), (answer.StatusCode, upstream.Last.Method));
    }
}
