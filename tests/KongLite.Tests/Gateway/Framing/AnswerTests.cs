namespace KongLite.Tests.Gateway.Framing;

/// <summary>Answers of services whose end could be found in two places, or that would be more than one.</summary>
public sealed class AnswerTests
{
    private const string Evil = "HTTP/1.1 200 OK\r\nX-Evil: 1\r\nContent-Length: 4\r\n\r\nevil";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\r\n\r\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("garbage")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/3.0 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\u0001b\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nX(Y): 1\r\nContent-Length: 2\r\n\r\nok")]
    public async Task Is_no_answer(string answer)
    {
        await using var upstream = new RawUpstream(answer);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: """{"retries":0}""");

        string got = await host.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.Equal(["502"], Statuses.Of(got));
        Assert.Contains("An invalid response was received from the upstream server", got, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokmore\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok")]
    public async Task That_breaks_off_does_not_look_whole(string answer)
    {
        await using var upstream = new RawUpstream(answer);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: """{"retries":0}""");

        string got = string.Empty;
        try
        {
            got = await host.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        catch (IOException)
        {
            // The gateway has broken the connection, which tells the client more clearly than anything.
        }

        bool isWhole = got.Contains("chunked", StringComparison.Ordinal) ? got.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) : got.EndsWith("\r\n\r\nok", StringComparison.Ordinal) && !got.Contains("Content-Length: 5", StringComparison.Ordinal);
        Assert.False(isWhole && got.StartsWith("HTTP/1.1 200", StringComparison.Ordinal), got);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + Evil, "ok")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + Evil, "ok")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n" + Evil, "")]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 20\r\n\r\n" + Evil, "")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 20\r\n\r\n" + Evil, "")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + Evil, "ok")]
    public async Task With_more_behind_it_is_one_answer_and_the_rest_is_nobodys(string answer, string body)
    {
        await using var upstream = new RawUpstream(answer) { KeepsOpen = true };
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        for (int i = 1; i <= 3; i++)
        {
            string got = await host.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            Assert.Single(Statuses.Of(got));
            Assert.DoesNotContain("Evil", got, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(body, got.Split("\r\n\r\n", 2)[1], StringComparison.Ordinal);
            Assert.Equal(i, upstream.Count);
        }
    }

    [Theory]
    [InlineData("X: a\n X-Evil: 1")]
    [InlineData("X: a\r\n X-Evil: 1")]
    [InlineData("X: a\r\n\tX-Evil: 1")]
    public async Task A_folded_line_stays_one(string lines)
    {
        await using var upstream = new RawUpstream($"HTTP/1.1 200 OK\r\n{lines}\r\nContent-Length: 2\r\n\r\nok");
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: """{"retries":0}""");

        string got = await host.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("\nX-Evil", got, StringComparison.Ordinal);
        Assert.Single(Statuses.Of(got));
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 002\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 2\n\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\u0000b\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nX : a\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding : chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    public async Task That_is_odd_is_sent_with_one_length(string answer)
    {
        await using var upstream = new RawUpstream(answer);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        string got = await host.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.Equal(["200"], Statuses.Of(got));
        Assert.Contains("ok", got.Split("\r\n\r\n", 2)[1], StringComparison.Ordinal);
        Assert.DoesNotContain("\0", got, StringComparison.Ordinal);
        Assert.All(got.Split("\r\n"), line => Assert.DoesNotContain('\r', line));
        Assert.True(got.Contains("Content-Length: 2\r\n", StringComparison.Ordinal) != got.Contains("Transfer-Encoding: chunked\r\n", StringComparison.Ordinal), got);
    }
}
