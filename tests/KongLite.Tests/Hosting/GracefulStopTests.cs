using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using KongLite.Testing;
using KongLite.Tests.Gateway;
using Microsoft.AspNetCore.Http;

namespace KongLite.Tests.Hosting;

/// <summary>The end of a node that many clients are connected to.</summary>
public sealed class GracefulStopTests : IDisposable
{
    private const int Requests = 40;
    private const int Streams = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _prefix = Directory.CreateTempSubdirectory("konglite-");
    private readonly int _port = FreePorts.Take(3);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Dictionary<string, string> Settings => new()
    {
        ["prefix"] = _prefix.FullName,
        ["proxy_listen"] = $"127.0.0.1:{_port} http2",
        ["admin_listen"] = $"127.0.0.1:{_port + 1}",
        ["status_listen"] = $"127.0.0.1:{_port + 2}",
    };

    public void Dispose() => _prefix.Delete(recursive: true);

    [UnixTheory]
    [InlineData("quit")]
    [InlineData("TERM")]
    public async Task Loses_nothing_that_is_under_way(string how)
    {
        await using EchoUpstream upstream = await UpstreamAsync();
        await using NodeProcess node = await ServingAsync(upstream, Settings);
        using HttpClient client = Client();
        using TcpClient idle = await IdleAsync();
        using ClientWebSocket socket = await SocketAsync();
        Task<HttpResponseMessage>[] answers = await SlowAsync(client, upstream);

        await using NodeProcess? quit = how == "quit" ? NodeProcess.Start(Settings, "quit", "--timeout", "60") : null;
        await (quit is null ? node.SignalAsync(how) : Task.CompletedTask);

        await Wait.UntilAsync(() => !NodeProcess.Accepts(_port));
        Assert.Equal(0, await idle.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
        Assert.Equal("still there", await EchoAsync(socket, "still there"));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience);
        _release.SetResult();
        foreach (HttpResponseMessage answer in await Task.WhenAll(answers).WaitAsync(Patience))
        {
            Assert.Equal((HttpStatusCode.OK, "late"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            Assert.Equal(answer.Version == HttpVersion.Version11 ? true : null, answer.Headers.ConnectionClose);
        }

        Assert.Equal((0, string.Empty), (await node.ExitCodeAsync(), node.Errors.Trim()));
        Assert.True(quit is null || await OutputAsync(quit) == "Kong stopped (gracefully)");
    }

    [UnixFact]
    public async Task Breaks_off_what_is_left_when_its_time_is_up()
    {
        await using EchoUpstream upstream = await UpstreamAsync();
        await using NodeProcess node = await ServingAsync(upstream, new(Settings) { ["nginx_main_worker_shutdown_timeout"] = "300ms" });
        using HttpClient client = Client();
        using ClientWebSocket socket = await SocketAsync();
        Task<HttpResponseMessage>[] answers = await SlowAsync(client, upstream);

        await node.SignalAsync("QUIT");

        Assert.Equal(0, await node.ExitCodeAsync());
        await Assert.ThrowsAnyAsync<WebSocketException>(() => EchoAsync(socket, "anybody?"));
        foreach (Task<HttpResponseMessage> answer in answers)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => answer.WaitAsync(Patience));
        }
    }

    private async Task<EchoUpstream> UpstreamAsync()
    {
        EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = async context =>
        {
            if (context.WebSockets.IsWebSocketRequest)
            {
                using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
                await RepeatAsync(socket);
            }
            else if (context.Request.Path == "/slow")
            {
                await _release.Task.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync("late");
            }
        };
        return upstream;
    }

    private static async Task RepeatAsync(WebSocket socket)
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } message)
            {
                await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, endOfMessage: true, CancellationToken.None);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // Broken off, which is what one of the tests is about.
        }
    }

    private async Task<NodeProcess> ServingAsync(EchoUpstream upstream, Dictionary<string, string> settings)
    {
        using var admin = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port + 1}") };
        NodeProcess node = NodeProcess.Start(settings);
        await node.WaitUntilItServesAsync();
        (await admin.PostAsJsonAsync("/services", new { name = "s", url = upstream.Url })).EnsureSuccessStatusCode();
        (await admin.PostAsJsonAsync("/services/s/routes", new { paths = new[] { "/" }, strip_path = false })).EnsureSuccessStatusCode();
        return node;
    }

    private HttpClient Client() => new() { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };

    /// <summary>Requests that have reached the service, over HTTP/1.1 and as streams of HTTP/2.</summary>
    private static async Task<Task<HttpResponseMessage>[]> SlowAsync(HttpClient client, EchoUpstream upstream)
    {
        int before = upstream.Count;
        Task<HttpResponseMessage>[] answers =
        [
            .. Enumerable.Range(0, Requests + Streams).Select(i => client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/slow")
            {
                Version = i < Requests ? HttpVersion.Version11 : HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            })),
        ];
        await Wait.UntilAsync(() => upstream.Count == before + answers.Length);
        return answers;
    }

    /// <summary>A connection that is kept open behind an answer.</summary>
    private async Task<TcpClient> IdleAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await client.GetStream().WriteAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
        byte[] buffer = new byte[4096];
        string answer = string.Empty;
        while (!answer.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            answer += Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer));
        }

        return client;
    }

    private async Task<ClientWebSocket> SocketAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_port}/socket"), CancellationToken.None).WaitAsync(Patience);
        Assert.Equal("there", await EchoAsync(socket, "there"));
        return socket;
    }

    private static async Task<string> EchoAsync(ClientWebSocket socket, string text)
    {
        byte[] buffer = new byte[1024];
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).WaitAsync(Patience);
        WebSocketReceiveResult answer = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);
        return Encoding.UTF8.GetString(buffer, 0, answer.Count);
    }

    private static async Task<string> OutputAsync(NodeProcess command)
    {
        await command.ExitCodeAsync();
        return command.Output.Trim();
    }
}
