namespace KongLite.Tests.Gateway.Framing;

/// <summary>Heads that servers read differently: what is passed on has one reading, the rest is refused.</summary>
public sealed class HeadTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\n")]
    [InlineData("GET / HTTP/1.1\rHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX\u0000Y: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n\tfolded\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n X: a\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX : a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX\t: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX Y: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX\u00e9: a\r\n\r\n")]
    [InlineData("GET  / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1 \r\nHost: a\r\n\r\n")]
    [InlineData("GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /?\u0001 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /\u007f HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET HTTP://b.test HTTP/1.1\r\nHost: b.test\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\u0000\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/01.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /\r\nHost: a\r\n\r\n")]
    [InlineData("GET\u0000 / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("G(T / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET a.test HTTP/1.1\r\nHost: a.test\r\n\r\n")]
    [InlineData("GET a.test:80 HTTP/1.1\r\nHost: a.test:80\r\n\r\n")]
    [InlineData("CONNECT a.test:80 HTTP/1.1\r\nHost: a.test:80\r\n\r\n")]
    [InlineData("CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET file:///etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET http:// HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET http://user@b/ HTTP/1.1\r\nHost: b\r\n\r\n")]
    [InlineData("GET http://b@c/ HTTP/1.1\r\nHost: b\r\n\r\n")]
    [InlineData("GET http://b\\@c/ HTTP/1.1\r\nHost: b\r\n\r\n")]
    [InlineData("GET http://b#@c/ HTTP/1.1\r\nHost: b\r\n\r\n")]
    [InlineData("GET http://b:99999/ HTTP/1.1\r\nHost: b\r\n\r\n")]
    [InlineData("GET http://b:8a/ HTTP/1.1\r\nHost: b\r\n\r\n")]
    [InlineData("GET http://b%0d%0ax/ HTTP/1.1\r\nHost: b\r\n\r\n")]
    [InlineData("GET http://b, c/ HTTP/1.1\r\nHost: b\r\n\r\n")]
    [InlineData("GET http://b/ HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://b/ HTTP/1.1\r\nHost: b\r\nHost: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: user@a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: http://a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a?b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a#b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\\b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a:80:80\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a:-1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a:80x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: :\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a::\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a:80:\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: user@a:\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a:00000000000000000000\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: \u00e9\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\u0001\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n")]
    public async Task Is_refused_and_nothing_of_it_reaches_the_service(string request)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        string answer = await host.SendAsync(request + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Equal(["400"], Statuses.Of(answer));
        Assert.Empty(upstream.Messages);
    }

    [Theory]
    [InlineData("X\u0001Y: 1")]
    [InlineData("X(Y): 1")]
    [InlineData("X\"Y: 1")]
    [InlineData("X{Y}: 1")]
    [InlineData("Content-Length\u0001: 5")]
    [InlineData("Transfer-Encoding\u000b: chunked")]
    [InlineData("Transfer@Encoding: chunked")]
    public async Task A_name_that_is_none_is_not_passed_on(string line)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        string answer = await host.SendAsync($"GET / HTTP/1.1\r\nHost: a\r\n{line}\r\nX-Behind: 1\r\nConnection: close\r\n\r\n");

        Assert.Equal(["200"], Statuses.Of(answer));
        WireMessage message = Assert.Single(upstream.Messages);
        Assert.Empty(message.Lines(line.Split(':')[0]));
        Assert.Equal(["1"], message.Lines("X-Behind"));
    }

    [Theory]
    [InlineData("X: a\u0001b", "X", "a\u0001b")]
    [InlineData("X: a\u007fb", "X", "a\u007fb")]
    [InlineData("X: \t a \t", "X", "a")]
    [InlineData("X: a: b", "X", "a: b")]
    [InlineData("X:a", "X", "a")]
    [InlineData("Transfer_Encoding: chunked", "Transfer_Encoding", "chunked")]
    [InlineData("X-Content-Length: 5", "X-Content-Length", "5")]
    public async Task A_value_is_passed_on_as_it_is(string line, string name, string value)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        string answer = await host.SendAsync($"GET / HTTP/1.1\r\nHost: a\r\n{line}\r\nConnection: close\r\n\r\n");

        Assert.Equal(["200"], Statuses.Of(answer));
        Assert.Equal([value], Assert.Single(upstream.Messages).Lines(name));
        Assert.Empty(upstream.Errors);
    }

    [Theory]
    [InlineData("GET http://b.test/x?y HTTP/1.1\r\nHost: other.test\r\n", "GET /x?y HTTP/1.1", "b.test")]
    [InlineData("GET http://b.test:81/x HTTP/1.1\r\nHost: b.test\r\n", "GET /x HTTP/1.1", "b.test:81")]
    [InlineData("GET /x  HTTP/1.1\r\nHost: a.test\r\n", "GET /x HTTP/1.1", "a.test")]
    [InlineData("GET //evil.test/x HTTP/1.1\r\nHost: a.test\r\n", "GET /evil.test/x HTTP/1.1", "a.test")]
    [InlineData("GET /x HTTP/1.1\r\nHost: A.Test:65535\r\n", "GET /x HTTP/1.1", "A.Test:65535")]
    [InlineData("GET /x HTTP/1.1\r\nHost: [::1]:80\r\n", "GET /x HTTP/1.1", "[::1]:80")]
    [InlineData("GET http://b.test:/x HTTP/1.1\r\nHost: b.test:\r\n", "GET /x HTTP/1.1", "b.test")]
    [InlineData("GET http://b.test/x HTTP/1.1\r\nHost: a.test:\r\n", "GET /x HTTP/1.1", "b.test")]
    [InlineData("\r\nGET /x HTTP/1.1\r\nHost: a.test\r\n", "GET /x HTTP/1.1", "a.test")]
    public async Task There_is_one_target_and_one_host(string head, string line, string expected)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, route: """{"preserve_host":true}""");

        string answer = await host.SendAsync($"{head}Connection: close\r\n\r\n");

        Assert.Equal(["200"], Statuses.Of(answer));
        Assert.Empty(upstream.Errors);
        WireMessage message = Assert.Single(upstream.Messages);
        Assert.Equal((line, expected), (message.Head.Split("\r\n")[0], Assert.Single(message.Lines("Host"))));
    }

    [Theory]
    [InlineData("a:99999")]
    [InlineData("a:00000000000080")]
    [InlineData("a!b")]
    [InlineData("$")]
    [InlineData("(a)")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("-")]
    [InlineData("a_b")]
    [InlineData("[::]")]
    [InlineData("1.2.3")]
    [InlineData("0x7f.1")]
    public async Task A_host_that_is_odd_is_passed_on_as_it_is_or_refused(string name)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, route: """{"preserve_host":true}""");

        string answer = await host.SendAsync($"GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n");

        Assert.Empty(upstream.Errors);
        if (Statuses.Of(answer).Single() == "200")
        {
            Assert.Equal([name], Assert.Single(upstream.Messages).Lines("Host"));
        }
        else
        {
            Assert.Equal(["400"], Statuses.Of(answer));
            Assert.Empty(upstream.Messages);
        }
    }

    [Theory]
    [InlineData("a.test:", "a.test")]
    [InlineData("[::1]:", "[::1]")]
    public async Task A_host_with_an_empty_port_is_another_to_routes_and_the_same_to_services(string name, string told)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1", route: """{"hosts":["a.test"]}""");
        await host.AddServiceAsync(upstream.Url, route: """{"preserve_host":true}""");

        // The second request of a connection is read by comparing it with the first.
        string answer = await host.SendAsync(
            $"GET / HTTP/1.1\r\nHost: {name}\r\n\r\nGET / HTTP/1.1\r\nHost: {name}\r\n\r\nGET / HTTP/1.1\r\nHost: {told}:80\r\nConnection: close\r\n\r\n");

        Assert.Equal(["200", "200", name == "a.test:" ? "502" : "200"], Statuses.Of(answer));
        Assert.Equal([told, told], upstream.Messages.Take(2).Select(message => Assert.Single(message.Lines("Host"))));
        Assert.Equal([told, told], upstream.Messages.Take(2).Select(message => Assert.Single(message.Lines("X-Forwarded-Host"))));
        Assert.Empty(upstream.Errors);
    }

    [Fact]
    public async Task Too_many_lines_are_refused()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();

        string answer = await host.SendAsync($"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", 1001))}\r\n");

        Assert.Equal(["400"], Statuses.Of(answer));
        Assert.Contains("Request header or cookie too large", answer, StringComparison.Ordinal);
    }
}
