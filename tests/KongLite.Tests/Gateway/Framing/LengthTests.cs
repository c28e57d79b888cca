namespace KongLite.Tests.Gateway.Framing;

/// <summary>Requests whose end could be found in two places. Behind each stands one that must never be taken for a request.</summary>
public sealed class LengthTests
{
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    [Theory]
    [InlineData("Content-Length: 6\r\nTransfer-Encoding: chunked", 400)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 6", 400)]
    [InlineData("Content-Length: 0\r\nTransfer-Encoding: chunked", 400)]
    [InlineData("Content-Length: 5, 6\r\nTransfer-Encoding: chunked", 400)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", 501)]
    [InlineData("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked", 501)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 501)]
    [InlineData("Transfer-Encoding: chunked, identity", 501)]
    [InlineData("Transfer-Encoding: gzip, chunked", 501)]
    [InlineData("Transfer-Encoding: chunked, chunked", 501)]
    [InlineData("Transfer-Encoding: xchunked", 501)]
    [InlineData("Transfer-Encoding: chunkedx", 501)]
    [InlineData("Transfer-Encoding: chunked;q=1", 501)]
    [InlineData("Transfer-Encoding: \"chunked\"", 501)]
    [InlineData("Transfer-Encoding: identity", 501)]
    [InlineData("Transfer-Encoding: \u000bchunked", 501)]
    [InlineData("Transfer-Encoding: chunked\u000b", 501)]
    [InlineData("Transfer-Encoding: chunked\u0000", 400)]
    [InlineData("Transfer-Encoding: ,chunked", 501)]
    [InlineData("Transfer-Encoding:", 501)]
    [InlineData("Transfer-Encoding : chunked", 400)]
    [InlineData(" Transfer-Encoding: chunked", 400)]
    [InlineData("X: y\r\n Transfer-Encoding: chunked", 400)]
    [InlineData("Transfer-Encoding:\r\n chunked", 501)]
    [InlineData("X: y\rTransfer-Encoding: chunked", 400)]
    [InlineData("X: y\nTransfer-Encoding: chunked", 400)]
    [InlineData("Transfer-Encoding\u0000: chunked", 400)]
    [InlineData("Content-Length: +6", 400)]
    [InlineData("Content-Length: 0x6", 400)]
    [InlineData("Content-Length: 6, 6", 400)]
    [InlineData("Content-Length: 6 6", 400)]
    [InlineData("Content-Length: 6;", 400)]
    [InlineData("Content-Length: 1e1", 400)]
    [InlineData("Content-Length: 6.0", 400)]
    [InlineData("Content-Length: -6", 400)]
    [InlineData("Content-Length:", 400)]
    [InlineData("Content-Length: 99999999999999999999", 400)]
    [InlineData("Content-Length: 9223372036854775808", 400)]
    [InlineData("Content-Length: 6\r\nContent-Length: 6", 400)]
    [InlineData("Content-Length: 6\r\nContent-Length: 0", 400)]
    [InlineData("Content-Length : 6", 400)]
    [InlineData("Content-Length: \u00b2", 400)]
    public async Task Is_refused_and_nothing_of_it_reaches_the_service(string headers, int status)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        string answer = await host.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\n{headers}\r\n\r\n0\r\n\r\n{Smuggled}");

        Assert.Equal([$"{status}"], Statuses.Of(answer));
        Assert.Empty(upstream.Messages);
    }

    [Theory]
    [InlineData("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n")]
    public async Task Chunks_of_an_old_client_are_refused(string request)
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        Assert.Equal(["400"], Statuses.Of(await host.SendAsync(request + Smuggled)));
        Assert.Empty(upstream.Messages);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello", "hello")]
    [InlineData("Content-Length: 005\r\n\r\nhello", "hello")]
    [InlineData("content-length:5\t \r\n\r\nhello", "hello")]
    [InlineData("Content-Length: 0\r\n\r\n", "")]
    [InlineData("TRANSFER-ENCODING:\tCHUNKED \r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0;c\r\n\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5;a=\"GET / HTTP/1.1\"\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n0005\r\nhello\r\n000\r\n\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Evil: 1\r\n\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nContent-Length: 9\r\nHost: evil\r\nTransfer-Encoding: x\r\n\r\n", "hello")]
    public async Task Is_passed_on_with_one_length(string rest, string body)
    {
        foreach (bool isBuffered in new[] { true, false })
        {
            await using var upstream = new RecordingUpstream();
            await using ProxyHost host = await ProxyHost.StartAsync();
            await host.AddServiceAsync(upstream.Url, route: $$"""{"request_buffering":{{(isBuffered ? "true" : "false")}}}""");

            string answer = await host.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\n{rest}GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            Assert.Equal(["200", "200"], Statuses.Of(answer));
            Assert.Empty(upstream.Errors);
            Assert.Equal(["POST / HTTP/1.1", "GET /next HTTP/1.1"], upstream.Messages.Select(each => each.Head.Split("\r\n")[0]));
            Assert.Equal((body, string.Empty), (upstream.Messages[0].Body, upstream.Messages[0].Trailers));
            Assert.DoesNotContain("evil", upstream.Messages[0].Head, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n")]
    [InlineData("-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("+5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("0x5\r\nhello\r\n0\r\n\r\n")]
    [InlineData(" 5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5 5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("g\r\nhello\r\n0\r\n\r\n")]
    [InlineData("\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\nhello\r\n0\r\n\r\n")]
    [InlineData("5\rhello\r\n0\r\n\r\n")]
    [InlineData("5;\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a\rb\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhelloworld\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello\n0\r\n\r\n")]
    [InlineData("5\r\nhello0\r\n\r\n")]
    [InlineData("0\r\nX: y\n\r\n")]
    [InlineData("0\r\nX : y\r\n\r\n")]
    [InlineData("0\r\n folded\r\n\r\n")]
    public async Task Chunks_that_are_none_are_refused(string body)
    {
        foreach (bool isBuffered in new[] { true, false })
        {
            await using var upstream = new RecordingUpstream();
            await using ProxyHost host = await ProxyHost.StartAsync();
            await host.AddServiceAsync(upstream.Url, route: $$"""{"request_buffering":{{(isBuffered ? "true" : "false")}}}""");

            string answer = await host.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{body}{Smuggled}");

            Assert.Equal(["400"], Statuses.Of(answer));
            Assert.Empty(upstream.Messages);
        }
    }
}
