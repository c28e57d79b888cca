using System.Net;
using System.Text;
using KongLite.Gateway;

namespace KongLite.Tests.Gateway.Forwarding;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(9000)]
    [InlineData(300_000)]
    public async Task Sends_a_chunked_body_with_its_length(int length)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        string body = new('x', length);

        await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/") { Content = new Chunks(body) });

        Assert.Equal(body, upstream.Last.Body);
        Assert.Equal(($"{length}", "-"), (upstream.Last.Line("Content-Length"), upstream.Last.Line("Transfer-Encoding")));
    }

    [Fact]
    public async Task Streams_a_chunked_body_when_it_is_not_to_be_buffered()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, route: """{"request_buffering":false}""");

        await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/") { Content = new Chunks("abc") });

        Assert.Equal(("abc", "chunked"), (upstream.Last.Body, upstream.Last.Line("Transfer-Encoding")));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Sends_the_body_of_any_method(string method)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/") { Content = new StringContent("body") });

        Assert.Equal(("body", "text/plain; charset=utf-8"), (upstream.Last.Body, upstream.Last.Line("Content-Type")));
    }

    [Fact]
    public async Task Sends_a_plugins_body_in_place_of_none()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-upstream", """{"act":"body"}""");

        await host.Client.GetAsync("/");

        Assert.Equal(("from the plugin", "15"), (upstream.Last.Body, upstream.Last.Line("Content-Length")));
    }

    [Fact]
    public async Task Sends_a_plugins_body_in_place_of_the_clients()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-upstream", """{"act":"body"}""");

        await host.Client.PostAsync("/", new StringContent("the client's, which is longer"));

        Assert.Equal(("from the plugin", "15"), (upstream.Last.Body, upstream.Last.Line("Content-Length")));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50_000)]
    public async Task Sends_a_body_that_a_plugin_has_read(int length)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, route: """{"request_buffering":false}""");
        await host.AddPluginAsync("probe-upstream", """{"act":"read"}""");
        string body = new('x', length);

        await host.Client.PostAsync("/", new StringContent(body));

        Assert.Equal((body, $"{length}"), (upstream.Last.Body, upstream.Last.Line("X-Read")));
    }

    [Theory]
    [InlineData(true, "{}")]
    [InlineData(false, "{}")]
    [InlineData(true, """{"request_buffering":false}""")]
    [InlineData(false, """{"request_buffering":false}""")]
    public async Task Refuses_a_body_that_is_too_long_and_takes_the_longest(bool isChunked, string route)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { MaxBodySize = 100 });
        await host.AddServiceAsync(upstream.Url, route: route);
        host.Client.DefaultRequestHeaders.Add("Accept", "application/json");

        HttpResponseMessage longest = await SendAsync(new string('x', 100));
        HttpResponseMessage tooLong = await SendAsync(new string('x', 101));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (longest.StatusCode, tooLong.StatusCode));
        Assert.Contains("\"message\":\"Payload too large\"", await tooLong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(tooLong.Headers.ConnectionClose);
        Assert.Equal((100, 1), (upstream.Last.Body.Length, upstream.Count));

        Task<HttpResponseMessage> SendAsync(string body) => host.Client.PostAsync("/", isChunked ? new Chunks(body) : new StringContent(body));
    }

    [Fact]
    public async Task Refuses_chunks_that_are_none()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        string answer = await host.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("Bad request", answer, StringComparison.Ordinal);
    }

    private sealed class Chunks(string body) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
