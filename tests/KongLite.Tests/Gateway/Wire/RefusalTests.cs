using System.Text.Json;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Tests.Gateway.Wire;

/// <summary>What Kestrel refuses by itself is answered as Kong answers it.</summary>
public sealed class RefusalTests
{
    private const string Html = "<html>\r\n<head><title>";

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", 400, "Bad request")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n", 400, "Bad request")]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n", 400, "Bad request")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.test:abc\r\n", 400, "Bad request")]
    [InlineData("GET / HTTP/1.1\r\nHost: [::1\r\n", 400, "Bad request")]
    [InlineData("GET / HTTP/1.1\r\nHost: a@b\r\n", 400, "Bad request")]
    [InlineData("NONSENSE\r\n", 400, "Bad request")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nno colon here\r\n", 400, "Bad request")]
    [InlineData("GET /a%00b HTTP/1.1\r\nHost: a\r\n", 400, "Bad request")]
    [InlineData("GET * HTTP/1.1\r\nHost: a\r\n", 400, "Bad request")]
    [InlineData("GET x HTTP/1.1\r\nHost: a\r\n", 400, "Bad request")]
    [InlineData("GET a.test:80 HTTP/1.1\r\nHost: a.test:80\r\n", 400, "Bad request")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n", 400, "Bad request")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n", 400, "Bad request")]
    [InlineData("GET /{9000} HTTP/1.1\r\nHost: a\r\n", 414, "URI too long")]
    public async Task Sends_Kongs_page_and_headers(string request, int status, string message)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();

        string answer = await host.SendAsync(request.Replace("{9000}", new string('x', 9000), StringComparison.Ordinal) + "\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        string[] parts = answer.Split("\r\n\r\n");
        string id = Line(parts[0], "X-Kong-Request-Id");
        Assert.Equal($"{message}\nrequest_id: {id}\n", parts[1]);
        Assert.Equal(
            ("text/plain; charset=utf-8", $"{parts[1].Length}", "close", NodeInfo.ServerToken),
            (Line(parts[0], "Content-Type"), Line(parts[0], "Content-Length"), Line(parts[0], "Connection"), Line(parts[0], "Server")));
        Assert.NotEmpty(Line(parts[0], "Date"));
        Assert.NotEmpty(Line(parts[0], "X-Kong-Response-Latency"));
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n", 501, "501 Not Implemented")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n", 501, "501 Not Implemented")]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\n", 505, "505 HTTP Version Not Supported")]
    [InlineData("GET / HTTP/9.9\r\nHost: a\r\n", 505, "505 HTTP Version Not Supported")]
    public async Task Sends_nginx_page_where_Kong_has_none(string request, int status, string title)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();

        string answer = await host.SendAsync(request + "\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains($"{Html}{title}</title>", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chooses_the_form_by_the_headers_it_knows()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();

        string answer = await host.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\nbroken\r\n\r\n");

        using JsonDocument page = JsonDocument.Parse(answer.Split("\r\n\r\n")[1]);
        Assert.Equal("Bad request", page.RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Tells_a_client_that_takes_too_long_for_its_head()
    {
        await using ProxyHost host = await ProxyHost.StartAsync(
            services: services => services.PostConfigure<KestrelServerOptions>(server => server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1)));

        string answer = await host.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nAccept: text/plain\r\n");

        Assert.StartsWith("HTTP/1.1 408 Request Time-out\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nRequest timeout\nrequest_id: ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_no_body_to_HEAD()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();

        string answer = await host.SendAsync("HEAD / HTTP/1.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.NotEqual("0", Line(answer, "Content-Length"));
    }

    [Fact]
    public async Task Shows_them_to_the_global_plugins()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddPluginAsync("probe-high", """{"tag":"g"}""");

        Assert.Contains("X-Filtered: g\r\n", await host.SendAsync("GET * HTTP/1.1\r\nHost: a\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    public async Task Comes_behind_the_answers_to_earlier_requests(string earlier)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        string answer = await host.SendAsync($"{earlier}{earlier}GET * HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Equal(["200", "200", "400"], answer.Split("HTTP/1.1 ")[1..].Select(each => each[..3]));
        Assert.Equal(2, upstream.Count);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_answered_once()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        string answer = await host.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Equal(["400"], answer.Split("HTTP/1.1 ")[1..].Select(each => each[..3]));
        Assert.Equal(0, upstream.Count);
    }

    private static string Line(string head, string name) =>
        Assert.Single(head.Split("\r\n"), line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];
}
