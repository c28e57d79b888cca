using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Tests.Gateway.Forwarding;

/// <summary>Bodies that are on their way while they are still being made.</summary>
public sealed class StreamingTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_body_that_is_not_buffered_arrives_as_it_is_sent(string version)
    {
        string? head = null;
        var arrived = new TaskCompletionSource();
        await using ScriptedUpstream upstream = ScriptedUpstream.Start(async (connection, stop) =>
        {
            head = await ScriptedUpstream.HeadAsync(connection, stop);
            await ExpectAsync(connection, "3\r\nabc\r\n", stop);
            arrived.SetResult();
            await ExpectAsync(connection, "3\r\ndef\r\n0\r\n\r\n", stop);
            await ScriptedUpstream.SendAsync(connection, Ok, stop);
        });
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: version == "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await host.AddServiceAsync(upstream.Url, route: """{"request_buffering":false}""");

        HttpResponseMessage answer = await host.Client.SendAsync(Post(version, new InTwo(arrived.Task))).WaitAsync(Patience);

        Assert.Equal((HttpStatusCode.OK, "ok"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_buffered_arrives_when_it_is_whole()
    {
        var sent = new TaskCompletionSource();
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await using ScriptedUpstream watched = ScriptedUpstream.Start(async (connection, stop) =>
        {
            Assert.True(sent.Task.IsCompleted);
            await ScriptedUpstream.HeadAsync(connection, stop);
            await ExpectAsync(connection, "abcdef", stop);
            await ScriptedUpstream.SendAsync(connection, Ok, stop);
        });
        await host.AddServiceAsync(watched.Url, "/watched");
        var body = new InTwo(sent.Task);

        Task<HttpResponseMessage> asking = host.Client.PostAsync("/watched", body);
        await body.Half.WaitAsync(Patience);
        // Another request has gone all the way meanwhile.
        await host.Client.GetAsync("/").WaitAsync(Patience);
        Assert.Equal(0, watched.Count);
        sent.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await asking.WaitAsync(Patience)).StatusCode);
    }

    [Fact]
    public async Task What_has_been_streamed_is_not_sent_again()
    {
        var arrived = new TaskCompletionSource();
        await using ScriptedUpstream upstream = ScriptedUpstream.Start(async (connection, stop) =>
        {
            await ScriptedUpstream.HeadAsync(connection, stop);
            await ExpectAsync(connection, "3\r\nabc\r\n", stop);
        });
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, route: """{"request_buffering":false}""");
        var request = new HttpRequestMessage(HttpMethod.Put, "/") { Content = new InTwo(arrived.Task) };

        Task<HttpResponseMessage> asking = host.Client.SendAsync(request);
        await Wait.UntilAsync(() => upstream.Count > 0);
        arrived.SetResult();

        Assert.Equal(HttpStatusCode.BadGateway, (await asking.WaitAsync(Patience)).StatusCode);
        Assert.Equal(1, upstream.Count);
    }

    [Theory]
    [InlineData("1.1", "{}")]
    [InlineData("1.1", """{"response_buffering":false}""")]
    [InlineData("2.0", "{}")]
    [InlineData("2.0", """{"response_buffering":false}""")]
    public async Task Events_come_as_they_happen(string version, string route)
    {
        var go = new TaskCompletionSource();
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await context.Response.Body.FlushAsync();
            await go.Task;
            await context.Response.WriteAsync("data: 2\n\n");
        };
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: version == "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await host.AddServiceAsync(upstream.Url, route: route);

        using HttpResponseMessage answer = await host.Client.SendAsync(Get(version), HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("data: 1", await events.ReadLineAsync().WaitAsync(Patience));
        go.SetResult();

        Assert.Equal("\ndata: 2\n\n", await events.ReadToEndAsync().WaitAsync(Patience));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task The_head_of_an_answer_that_is_not_buffered_does_not_wait_for_its_body(string version)
    {
        var go = new TaskCompletionSource();
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = async context =>
        {
            await context.Response.Body.FlushAsync();
            await go.Task;
            await context.Response.WriteAsync("body");
        };
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: version == "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await host.AddServiceAsync(upstream.Url, route: """{"response_buffering":false}""");

        using HttpResponseMessage answer = await host.Client.SendAsync(Get(version), HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        go.SetResult();

        Assert.Equal("body", await answer.Content.ReadAsStringAsync().WaitAsync(Patience));
    }

    private static HttpRequestMessage Get(string version) =>
        new(HttpMethod.Get, "/") { Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private static HttpRequestMessage Post(string version, HttpContent body) =>
        new(HttpMethod.Post, "/") { Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = body };

    private static async Task ExpectAsync(Stream connection, string text, CancellationToken stop)
    {
        byte[] bytes = new byte[text.Length];
        await connection.ReadExactlyAsync(bytes, stop);
        Assert.Equal(text, Encoding.ASCII.GetString(bytes));
    }

    // Of unknown length: three bytes, and after a sign three more.
    private sealed class InTwo(Task sign) : HttpContent
    {
        private readonly TaskCompletionSource _half = new();

        public Task Half => _half.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("abc"u8.ToArray());
            await stream.FlushAsync();
            _half.SetResult();
            await sign;
            await stream.WriteAsync("def"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
