namespace KongLite.Tests.Gateway.Pipeline;

public sealed class GuardTests
{
    [Theory]
    [InlineData("TRACE / HTTP/1.1\r\nHost: a", 405, "Method not allowed")]
    [InlineData("CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443", 400, "Bad request")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a", 400, "Bad request")]
    [InlineData("get / HTTP/1.1\r\nHost: a", 400, "Bad request")]
    [InlineData("GET /%zz HTTP/1.1\r\nHost: a", 400, "Bad request")]
    [InlineData("GET /%4 HTTP/1.1\r\nHost: a", 400, "Bad request")]
    [InlineData("GET /../x HTTP/1.1\r\nHost: a", 400, "Bad request")]
    [InlineData("GET /a/%2e%2e/../x HTTP/1.1\r\nHost: a", 400, "Bad request")]
    [InlineData("GET /a\tb HTTP/1.1\r\nHost: a", 400, "Bad request")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\nAuthorization: x", 400, "Bad request")]
    [InlineData("GET /?a\tb HTTP/1.1\r\nHost: a", 400, "Bad request")]
    [InlineData("GET / HTTP/1.1\r\nHost: ", 400, "Bad request")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0", 400, "Bad request")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-Big: {9000}", 400, "Request header or cookie too large")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-0: {7000}\r\nX-1: {7000}\r\nX-2: {7000}\r\nX-3: {7000}\r\nX-4: {7000}", 400, "Request header or cookie too large")]
    public async Task Turns_away_what_nginx_turns_away(string request, int status, string message)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        string bytes = request.Replace("{9000}", new string('x', 9000), StringComparison.Ordinal).Replace("{7000}", new string('x', 7000), StringComparison.Ordinal);

        string answer = await host.SendAsync($"{bytes}\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/plain; charset=utf-8\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"\r\n\r\n{message}\nrequest_id: ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /?%zz HTTP/1.1\r\nHost: a")]
    [InlineData("GET /a/../b HTTP/1.1\r\nHost: a")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-0: {7000}\r\nX-1: {7000}\r\nX-2: {7000}")]
    [InlineData("GET /caf%C3 HTTP/1.1\r\nHost: a")]
    public async Task Lets_the_unusual_pass(string request)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        string bytes = request.Replace("{7000}", new string('x', 7000), StringComparison.Ordinal);

        string answer = await host.SendAsync($"{bytes}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_its_answers_to_the_global_plugins()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddPluginAsync("probe-high", """{"tag":"g"}""");

        string answer = await host.SendAsync("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Contains("X-Filtered: g\r\n", answer, StringComparison.Ordinal);
    }
}
