using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using KongLite.Gateway.Tls;
using KongLite.Tests.Gateway.Tls;
using Microsoft.AspNetCore.Http;

namespace KongLite.Tests.Gateway.Forwarding;

/// <summary>What a service's three timeouts time, and what they do not.</summary>
public sealed class TimeoutTests
{
    private const int Never = 60_000;

    // More than the buffers of both ends of a connection hold.
    private const int Much = 32 * 1024 * 1024;
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TlsCertificate Certificate = new Authority().Issue("localhost").Load();

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task A_service_that_stops_reading_has_until_the_write_timeout(bool isTls, bool isBuffered)
    {
        Func<Stream, CancellationToken, Task> serve = async (connection, stop) =>
        {
            await ScriptedUpstream.HeadAsync(connection, stop);
            await Task.Delay(Timeout.Infinite, stop);
        };
        await using ScriptedUpstream upstream = isTls ? ScriptedUpstream.StartTls(Certificate, serve) : ScriptedUpstream.Start(serve);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: Timeouts(write: 200), route: Buffering(isBuffered));

        HttpResponseMessage answer = await host.Client.PostAsync("/", new ByteArrayContent(new byte[Much])).WaitAsync(Patience);

        Assert.Equal((HttpStatusCode.GatewayTimeout, 1), (answer.StatusCode, upstream.Count));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_connection_that_is_not_made_costs_a_connect_timeout_and_any_request_is_tried_again(string method)
    {
        await using EchoUpstream living = await EchoUpstream.StartAsync();
        using FullService full = await FullService.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(full.Url, "/alone", service: """{"connect_timeout":100,"retries":1}""");
        await host.AddUpstreamAsync("""{"healthchecks":{"passive":{"unhealthy":{"timeouts":1}}}}""", new Uri(full.Url).Authority, $"127.0.0.1:{living.Port}");
        await host.AddServiceAsync("http://pool", "/pool", service: """{"connect_timeout":100,"retries":1}""");

        Assert.Equal(HttpStatusCode.GatewayTimeout, await StatusAsync("/alone"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/pool"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/pool"));
        Assert.False(host.State.Current.Upstreams.Find("pool")!.State.Peers!.Peers.Single(peer => peer.Port != living.Port).State.IsHealthy);

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("body") : null };
            return (await host.Client.SendAsync(request)).StatusCode;
        }
    }

    [Fact]
    public async Task A_service_that_stops_reading_is_tried_again_with_what_may_arrive_twice()
    {
        await using ScriptedUpstream upstream = ScriptedUpstream.Start(async (connection, stop) =>
        {
            await ScriptedUpstream.HeadAsync(connection, stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: Timeouts(write: 150));

        HttpResponseMessage answer = await host.Client.PutAsync("/", new ByteArrayContent(new byte[Much])).WaitAsync(Patience);

        Assert.Equal((HttpStatusCode.GatewayTimeout, 2), (answer.StatusCode, upstream.Count));
    }

    [Fact]
    public async Task A_service_may_read_slowly_for_longer_than_both_timeouts()
    {
        await using ScriptedUpstream upstream = ScriptedUpstream.Start(async (connection, stop) =>
        {
            await ScriptedUpstream.HeadAsync(connection, stop);
            byte[] piece = new byte[Much / 8];
            for (int i = 0; i < 8; i++)
            {
                await Task.Delay(150, stop);
                await connection.ReadExactlyAsync(piece, stop);
            }

            await ScriptedUpstream.SendAsync(connection, Ok, stop);
        });
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: Timeouts(write: 1000, read: 600));

        HttpResponseMessage answer = await host.Client.PostAsync("/", new ByteArrayContent(new byte[Much])).WaitAsync(Patience);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_may_pause_in_its_body_for_longer_than_both_timeouts(bool isBuffered)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: Timeouts(write: 500, read: 500), route: Buffering(isBuffered));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        NetworkStream stream = client.GetStream();

        await stream.WriteAsync("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 6\r\n\r\nabc"u8.ToArray());
        await Task.Delay(1500);
        await stream.WriteAsync("def"u8.ToArray());

        Assert.StartsWith("HTTP/1.1 200 ", await EndAsync(stream), StringComparison.Ordinal);
        Assert.Equal(("abcdef", 1), (upstream.Last.Body, upstream.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_service_has_until_the_read_timeout_from_the_end_of_the_request(bool isBuffered)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: Timeouts(read: 150), route: Buffering(isBuffered));

        HttpResponseMessage answer = await host.Client.PutAsync("/", new StringContent("body")).WaitAsync(Patience);

        // What has been streamed cannot be sent again.
        Assert.Equal((HttpStatusCode.GatewayTimeout, isBuffered ? 2 : 1), (answer.StatusCode, upstream.Count));
    }

    [Fact]
    public async Task An_answer_may_take_longer_than_the_read_timeout_as_long_as_something_comes()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = async context =>
        {
            for (int i = 0; i < 8; i++)
            {
                await context.Response.WriteAsync($"{i}");
                await context.Response.Body.FlushAsync();
                await Task.Delay(150);
            }
        };
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: Timeouts(read: 800));

        Assert.Equal("01234567", await host.Client.GetStringAsync("/").WaitAsync(Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_stops_is_broken_off_after_the_read_timeout(bool isFiltered)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: Timeouts(read: 150));
        if (isFiltered)
        {
            await host.AddPluginAsync("probe-body");
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => host.Client.GetStringAsync("/").WaitAsync(Patience));
        Assert.Equal(1, upstream.Count);
    }

    [Fact]
    public async Task A_client_may_take_an_answer_more_slowly_than_the_read_timeout()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = context => context.Response.Body.WriteAsync(new byte[Much]).AsTask();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: Timeouts(write: 500, read: 500));

        using HttpResponseMessage answer = await host.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await Task.Delay(1500);

        Assert.Equal(Much, (await answer.Content.ReadAsByteArrayAsync().WaitAsync(Patience)).Length);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Connecting_does_not_count_for_the_read_timeout(string method)
    {
        await using ScriptedUpstream upstream = ScriptedUpstream.StartTls(Certificate, AnswerAsync, before: stop => Task.Delay(1500, stop));
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: Timeouts(write: 500, read: 500));

        HttpResponseMessage answer = await host.Client.SendAsync(WithBody(method)).WaitAsync(Patience);

        Assert.Equal((HttpStatusCode.OK, 1), (answer.StatusCode, upstream.Count));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Connecting_has_a_timeout_of_its_own_and_is_tried_again_with_anything(string method)
    {
        await using ScriptedUpstream upstream = ScriptedUpstream.StartTls(Certificate, AnswerAsync, before: stop => Task.Delay(Timeout.Infinite, stop));
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: Timeouts(connect: 150));

        HttpResponseMessage answer = await host.Client.SendAsync(WithBody(method)).WaitAsync(Patience);

        Assert.Equal((HttpStatusCode.GatewayTimeout, 2), (answer.StatusCode, upstream.Count));
    }

    [Fact]
    public async Task A_web_socket_lives_as_long_as_somebody_speaks_within_the_read_timeout()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = async context =>
        {
            using WebSocket service = await context.WebSockets.AcceptWebSocketAsync();
            while (await service.ReceiveAsync(new byte[16], context.RequestAborted) is { MessageType: not WebSocketMessageType.Close })
            {
                // Only the client speaks.
            }
        };
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: Timeouts(read: 600));
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws" }.Uri, default).WaitAsync(Patience);
        Task<WebSocketReceiveResult> receiving = socket.ReceiveAsync(new byte[16], default);

        for (int i = 0; i < 8; i++)
        {
            await socket.SendAsync(new byte[1], WebSocketMessageType.Binary, endOfMessage: true, default);
            await Task.Delay(150);
        }

        Assert.False(receiving.IsCompleted);
        await Assert.ThrowsAsync<WebSocketException>(() => receiving.WaitAsync(Patience));
    }

    private static async Task AnswerAsync(Stream connection, CancellationToken stop)
    {
        string head = await ScriptedUpstream.HeadAsync(connection, stop);
        await connection.ReadExactlyAsync(new byte[head.Contains("Content-Length: 4", StringComparison.Ordinal) ? 4 : 0], stop);
        await ScriptedUpstream.SendAsync(connection, Ok, stop);
    }

    private static HttpRequestMessage WithBody(string method) =>
        new(new HttpMethod(method), "/") { Content = method == "GET" ? null : new StringContent("body") };

    private static string Timeouts(int connect = Never, int write = Never, int read = Never) =>
        $$"""{"retries":1,"connect_timeout":{{connect}},"write_timeout":{{write}},"read_timeout":{{read}}}""";

    private static string Buffering(bool isOn) => $$"""{"request_buffering":{{(isOn ? "true" : "false")}}}""";

    private static async Task<string> EndAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(Patience);
    }

    /// <summary>Has no room for another connection.</summary>
    private sealed class FullService : IDisposable
    {
        private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
        private readonly Socket _guest = new(SocketType.Stream, ProtocolType.Tcp);

        public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

        public static async Task<FullService> StartAsync()
        {
            var service = new FullService();
            service._listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            service._listener.Listen(0);
            await service._guest.ConnectAsync(service._listener.LocalEndPoint!);
            return service;
        }

        public void Dispose()
        {
            _guest.Dispose();
            _listener.Dispose();
        }
    }
}
