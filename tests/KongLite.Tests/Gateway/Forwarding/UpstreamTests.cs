using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Tests.Gateway.Forwarding;

public sealed class UpstreamTests
{
    [Fact]
    public async Task Calls_where_a_plugin_wants_it()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-upstream", $$"""{"act":"target","tag":"{{upstream.Port}}"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((HttpStatusCode.OK, $"127.0.0.1:{upstream.Port}"), (answer.StatusCode, upstream.Last.Line("Host")));
    }

    [Fact]
    public async Task Sends_what_a_plugin_made_of_the_request()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-upstream", """{"act":"path"}""");

        await host.Client.GetAsync("/x?y");

        Assert.Equal(("PUT", "/plugin?a=b"), (upstream.Last.Method, upstream.Last.Target));
    }

    [Fact]
    public async Task Sends_the_host_that_a_plugin_set()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-upstream", """{"act":"host"}""");

        await host.Client.GetAsync("/");

        Assert.Equal("plugin.test", upstream.Last.Line("Host"));
    }

    [Fact]
    public async Task Carries_a_websocket_both_ways()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = async context =>
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            byte[] buffer = new byte[100];
            WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, default);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, true, default);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        };
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/ws");
        using var client = new ClientWebSocket();

        await client.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Address.Port}/ws"), default);
        await client.SendAsync(Encoding.UTF8.GetBytes("ping"), WebSocketMessageType.Text, true, default);
        byte[] echo = new byte[100];
        WebSocketReceiveResult answer = await client.ReceiveAsync(echo, default);

        Assert.Equal("ping", Encoding.UTF8.GetString(echo, 0, answer.Count));
        Assert.Equal("keep-alive, Upgrade", upstream.Last.Line("Connection"));
        Assert.Equal("websocket", upstream.Last.Line("Upgrade"));
    }

    [Fact]
    public async Task Speaks_HTTP_2_for_gRPC_and_passes_trailers()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync(HttpProtocols.Http2);
        upstream.Answer = async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 0 });
            context.Response.AppendTrailer("grpc-status", "0");
        };
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: HttpProtocols.Http2);
        await host.AddServiceAsync(upstream.Url.Replace("http:", "grpc:", StringComparison.Ordinal), "/pkg.Svc/", route: """{"protocols":["grpc"],"strip_path":false}""");
        var request = new HttpRequestMessage(HttpMethod.Post, "/pkg.Svc/Do")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        request.Headers.TryAddWithoutValidation("TE", "trailers");

        HttpResponseMessage answer = await host.Client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal("0", answer.TrailingHeaders.GetValues("grpc-status").Single());
        Assert.Equal(("/pkg.Svc/Do", "trailers"), (upstream.Last.Target, upstream.Last.Line("TE")));
        Assert.StartsWith("2 ", answer.Headers.GetValues("Via").Single(), StringComparison.Ordinal);
    }
}
