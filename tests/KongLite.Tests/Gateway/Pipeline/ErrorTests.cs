using System.Globalization;
using System.Net;
using KongLite.Gateway.Pipeline;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Tests.Gateway.Pipeline;

public sealed class ErrorTests
{
    private const string Json = "application/json; charset=utf-8";
    private const string Html = "text/html; charset=utf-8";
    private const string Xml = "application/xml; charset=utf-8";
    private const string Plain = "text/plain; charset=utf-8";

    [Theory]
    [InlineData(null, Json)]
    [InlineData("", Json)]
    [InlineData("application/json", Json)]
    [InlineData("text/html", Html)]
    [InlineData("TEXT/HTML", Html)]
    [InlineData("text/plain", Plain)]
    [InlineData("application/xml", Xml)]
    [InlineData("*/*", Json)]
    [InlineData("image/png", Json)]
    [InlineData("text/*", Plain)]
    [InlineData("application/*", Json)]
    [InlineData("application/grpc", Json)]
    [InlineData("text/html;q=0.1, application/xml;q=0.9", Xml)]
    [InlineData("text/html, application/xml;q=0.9", Html)]
    [InlineData("text/plain;q=0, text/html;q=0.5", Html)]
    [InlineData("text/html;level=1", Html)]
    [InlineData("application/json;q=0.5, text/html;q=0.5", Json)]
    [InlineData("text/html;q=0.5, application/json;q=0.5", Html)]
    [InlineData("image/png;q=1.0, text/html;q=0.9", Json)]
    [InlineData("text/plain; q=0.3, */*;q=0.2", Plain)]
    public async Task Chooses_the_form_that_the_client_accepts(string? accept, string expected)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/none");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        HttpResponseMessage answer = await host.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.NotFound, expected), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
    }

    [Theory]
    [InlineData("application/json", "{\n  \"message\":\"no Route matched with those values\",\n  \"request_id\":\"%r\"\n}")]
    [InlineData(
        "text/html",
        "<!doctype html>\n<html>\n  <head>\n    <meta charset=\"utf-8\">\n    <title>Error</title>\n  </head>\n  <body>\n    <h1>Error</h1>\n"
        + "    <p>no Route matched with those values.</p>\n    <p>request_id: %r</p>\n  </body>\n</html>\n")]
    [InlineData(
        "application/xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<error>\n  <message>no Route matched with those values</message>\n  <requestid>%r</requestid>\n</error>\n")]
    [InlineData("text/plain", "no Route matched with those values\nrequest_id: %r\n")]
    public async Task Writes_Kongs_pages(string accept, string expected)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        host.Client.DefaultRequestHeaders.Add("Accept", accept);

        HttpResponseMessage answer = await host.Client.GetAsync("/none");

        string id = answer.Headers.GetValues("X-Kong-Request-Id").Single();
        Assert.Equal(expected.Replace("%r", id, StringComparison.Ordinal), await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            "Date Server X-Kong-Request-Id X-Kong-Response-Latency",
            string.Join(' ', answer.Headers.Select(header => header.Key).Order(StringComparer.Ordinal)));
        Assert.Equal(NodeInfo.ServerToken, answer.Headers.GetValues("Server").Single());
    }

    [Theory]
    [InlineData(400, "Bad request")]
    [InlineData(404, "Not found")]
    [InlineData(405, "Method not allowed")]
    [InlineData(411, "Length required")]
    [InlineData(412, "Precondition failed")]
    [InlineData(413, "Payload too large")]
    [InlineData(414, "URI too long")]
    [InlineData(417, "Expectation failed")]
    [InlineData(500, "An unexpected error occurred")]
    [InlineData(502, "An invalid response was received from the upstream server")]
    [InlineData(503, "The upstream server is currently unavailable")]
    [InlineData(504, "The upstream server is timing out")]
    public async Task Gives_some_bare_statuses_the_low_level_page(int status, string message)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-high", $$"""{"act":"access:bare:{{status}}"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((status, Plain), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.StartsWith($"{message}\nrequest_id: ", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301, "Moved Permanently", "text/html")]
    [InlineData(302, "Found", "text/html")]
    [InlineData(303, "See Other", "text/html; charset=UTF-8")]
    [InlineData(307, "Temporary Redirect", "text/html; charset=UTF-8")]
    [InlineData(308, "Permanent Redirect", "text/html; charset=UTF-8")]
    [InlineData(402, "Payment Required", "text/html; charset=UTF-8")]
    [InlineData(403, "Forbidden", "text/html; charset=UTF-8")]
    [InlineData(406, "Not Acceptable", "text/html; charset=UTF-8")]
    [InlineData(409, "Conflict", "text/html; charset=UTF-8")]
    [InlineData(410, "Gone", "text/html; charset=UTF-8")]
    [InlineData(415, "Unsupported Media Type", "text/html; charset=UTF-8")]
    [InlineData(416, "Requested Range Not Satisfiable", "text/html; charset=UTF-8")]
    [InlineData(421, "Misdirected Request", "text/html; charset=UTF-8")]
    [InlineData(429, "Too Many Requests", "text/html; charset=UTF-8")]
    [InlineData(501, "Not Implemented", "text/html; charset=UTF-8")]
    [InlineData(505, "HTTP Version Not Supported", "text/html; charset=UTF-8")]
    [InlineData(507, "Insufficient Storage", "text/html; charset=UTF-8")]
    public async Task Gives_other_bare_statuses_the_built_in_page(int status, string title, string type)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-high", $$"""{"act":"access:bare:{{status}}"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((status, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal(
            $"<html>\r\n<head><title>{status} {title}</title></head>\r\n<body>\r\n<center><h1>{status} {title}</h1></center>\r\n</body>\r\n</html>\r\n",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(204, null)]
    [InlineData(418, 0)]
    [InlineData(422, 0)]
    [InlineData(451, 0)]
    [InlineData(511, 0)]
    public async Task Gives_the_rest_no_body(int status, int? length)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-high", $$"""{"act":"access:bare:{{status}}"}""");

        string answer = await host.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        string expected = length is { } number ? $"Content-Length: {number.ToString(CultureInfo.InvariantCulture)}\r\n" : "X-Kong-Request-Id";
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains(expected, answer, StringComparison.Ordinal);
        Assert.Equal(length is not null, answer.Contains("Content-Length", StringComparison.Ordinal));
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(499)]
    public async Task Hangs_up_for_two_statuses(int status)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-high", $$"""{"act":"access:bare:{{status}}"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => host.Client.GetAsync("/"));
    }

    [Fact]
    public async Task Answers_HEAD_with_the_headers_alone()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();

        string answer = await host.SendAsync("HEAD /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.Contains("Content-Type: application/json; charset=utf-8\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_gRPC_in_its_own_way()
    {
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: HttpProtocols.Http2);
        var request = new HttpRequestMessage(HttpMethod.Post, "/none") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent([]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc+proto");

        HttpResponseMessage answer = await host.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.NotFound, "application/grpc", 0), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Content.Headers.ContentLength));
        Assert.Equal(("5", "no Route matched with those values"), (answer.Headers.GetValues("grpc-status").Single(), answer.Headers.GetValues("grpc-message").Single()));
    }

    [Theory]
    [InlineData(ErrorFormatName.Json, "a \\\"quote\\\"")]
    [InlineData(ErrorFormatName.Html, "a \"quote\"")]
    public void Does_not_let_a_text_break_out_of_its_place(ErrorFormatName format, string expected)
    {
        string page = System.Text.Encoding.UTF8.GetString(new ErrorTemplates().Render((ErrorFormat)format, "a \"quote\"", "id"));

        Assert.Contains(expected, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(499, 1)]
    [InlineData(418, 3)]
    [InlineData(599, 13)]
    [InlineData(204, 0)]
    [InlineData(302, 2)]
    [InlineData(429, 8)]
    [InlineData(504, 4)]
    public void Translates_statuses_for_gRPC(int status, int expected) => Assert.Equal(expected, GrpcErrors.Status(status));

    public enum ErrorFormatName
    {
        Json = ErrorFormat.Json,
        Html = ErrorFormat.Html,
    }
}
