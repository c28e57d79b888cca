using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Tests.Gateway.Framing;

/// <summary>Requests over HTTP/2 that would be others once they are written as HTTP/1.1.</summary>
public sealed class Http2Tests
{
    private const string Usual = ":method=GET|:scheme=http|:path=/|:authority=a";

    [Theory]
    [InlineData(":method=GET|:method=GET|:scheme=http|:path=/|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:path=/|:path=/x|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:path=/|:authority=a|:authority=b")]
    [InlineData(":method=GET|:scheme=http|:scheme=https|:path=/|:authority=a")]
    [InlineData(":scheme=http|:path=/|:authority=a")]
    [InlineData(":method=GET|:path=/|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:path=|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:path=x|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:path=http://b/|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:path=*|:authority=a")]
    [InlineData(":method=OPTIONS|:scheme=http|:path=*|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:path=/a b|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:path=/ HTTP/1.1\r\nX-Evil: 1|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:path=/\r\nX-Evil: 1|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:path=/\u0000|:authority=a")]
    [InlineData(":method=GET|:scheme=http|:path=/?\u0001|:authority=a")]
    [InlineData(":method=GET / HTTP/1.1\r\nX: y|:scheme=http|:path=/|:authority=a")]
    [InlineData(":method=G T|:scheme=http|:path=/|:authority=a")]
    [InlineData(":method=get|:scheme=http|:path=/|:authority=a")]
    [InlineData(":method=|:scheme=http|:path=/|:authority=a")]
    [InlineData(":method=CONNECT|:authority=a:80")]
    [InlineData(":method=CONNECT|:scheme=http|:path=/|:authority=a|:protocol=websocket")]
    [InlineData(":method=GET|:scheme=http|:path=/|:authority=a\r\nX: y")]
    [InlineData(":method=GET|:scheme=http|:path=/|:authority=user@a")]
    [InlineData(":method=GET|:scheme=http|:path=/|:authority=a b")]
    [InlineData(":method=GET|:scheme=http|:path=/|:authority=a/b")]
    [InlineData(":method=GET|:scheme=http|:path=/")]
    [InlineData(":method=GET|:scheme=http|:path=/|host=a|host=b")]
    [InlineData(Usual + "|:status=200")]
    [InlineData(Usual + "|:unknown=1")]
    [InlineData("x=1|" + Usual)]
    [InlineData(":method=GET|x=1|:scheme=http|:path=/|:authority=a")]
    [InlineData(Usual + "|X-Upper=1")]
    [InlineData(Usual + "|connection=close")]
    [InlineData(Usual + "|connection=keep-alive")]
    [InlineData(Usual + "|transfer-encoding=chunked")]
    [InlineData(Usual + "|keep-alive=1")]
    [InlineData(Usual + "|proxy-connection=close")]
    [InlineData(Usual + "|upgrade=websocket")]
    [InlineData(Usual + "|te=gzip")]
    [InlineData(Usual + "|x=a\r\nX-Evil: 1")]
    [InlineData(Usual + "|x=a\nb")]
    [InlineData(Usual + "|x=a\rb")]
    [InlineData(Usual + "|x=a\u0000b")]
    [InlineData(Usual + "|x\u0000=1")]
    [InlineData(Usual + "|content-length=5")]
    [InlineData(Usual + "|content-length=-1")]
    [InlineData(Usual + "|content-length=0|content-length=0")]
    [InlineData(Usual + "|content-length=x")]
    public async Task Is_refused_and_nothing_of_it_reaches_the_service(string fields)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: HttpProtocols.Http2);
        await host.AddServiceAsync(upstream.Url);
        using var client = new RawHttp2();

        string outcome = await client.SendAsync(host.Address.Port, Fields(fields));

        Assert.Contains(outcome, new[] { "400", "reset", "closed" });
        Assert.Empty(upstream.Messages);
        Assert.Empty(upstream.Errors);
    }

    [Theory]
    [InlineData("3", "hello")]
    [InlineData("9", "hello")]
    [InlineData("0", "hello")]
    public async Task A_body_of_another_length_is_refused(string length, string body)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: HttpProtocols.Http2);
        await host.AddServiceAsync(upstream.Url);
        using var client = new RawHttp2();

        string outcome = await client.SendAsync(host.Address.Port, Fields($":method=POST|:scheme=http|:path=/|:authority=a|content-length={length}"), body);

        Assert.Contains(outcome, new[] { "400", "reset", "closed" });
        Assert.Empty(upstream.Messages);
    }

    [Theory]
    [InlineData(Usual, "GET / HTTP/1.1", "a")]
    [InlineData(":method=GET|:scheme=http|:path=/|host=b", "GET / HTTP/1.1", "b")]
    [InlineData(Usual + "|host=a", "GET / HTTP/1.1", "a")]
    [InlineData(":method=GET|:scheme=http|:path=/|:authority=a:", "GET / HTTP/1.1", "a")]
    [InlineData(":method=GET|:scheme=http|:path=/|host=a:", "GET / HTTP/1.1", "a")]
    [InlineData(Usual + "|host=b", "GET / HTTP/1.1", "a")]
    [InlineData(Usual + "|host=a|host=b", "GET / HTTP/1.1", "a")]
    [InlineData(Usual + "|x\r\ny=1", "GET / HTTP/1.1", "a")]
    [InlineData(Usual + "|te=trailers", "GET / HTTP/1.1", "a")]
    [InlineData(Usual + "|cookie=a=1|cookie=b=2", "GET / HTTP/1.1", "a")]
    [InlineData(":method=GET|:scheme=http|:path=//b/x|:authority=a", "GET /b/x HTTP/1.1", "a")]
    public async Task Is_passed_on_as_one_request(string fields, string line, string expected)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: HttpProtocols.Http2);
        await host.AddServiceAsync(upstream.Url, route: """{"preserve_host":true}""");
        using var client = new RawHttp2();

        Assert.Equal("200", await client.SendAsync(host.Address.Port, Fields(fields)));

        WireMessage message = Assert.Single(upstream.Messages);
        Assert.Equal((line, expected), (message.Head.Split("\r\n")[0], Assert.Single(message.Lines("Host"))));
        Assert.DoesNotContain("\r\n:", message.Head, StringComparison.Ordinal);
        Assert.Empty(message.Lines("y"));
        Assert.Empty(upstream.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_untold_length_has_one_on_its_way(bool isBuffered)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: HttpProtocols.Http2);
        await host.AddServiceAsync(upstream.Url, route: $$"""{"request_buffering":{{(isBuffered ? "true" : "false")}}}""");
        using var client = new RawHttp2();

        string outcome = await client.SendAsync(
            host.Address.Port, Fields(":method=POST|:scheme=http|:path=/|:authority=a"), "hello", Fields("x-trailer=1|content-length=9|transfer-encoding=chunked"));

        if (outcome == "200")
        {
            WireMessage message = Assert.Single(upstream.Messages);
            Assert.Equal("hello", message.Body);
            Assert.DoesNotContain("9", message.Lines("Content-Length"));
            Assert.Empty(message.Trailers);
        }
        else
        {
            Assert.Empty(upstream.Messages);
        }

        Assert.Empty(upstream.Errors);
    }

    private static IEnumerable<(string Name, string Value)> Fields(string text) => text.Split('|').Select(field =>
    {
        int end = field.IndexOf('=', 1);
        return (field[..end], field[(end + 1)..]);
    });
}
