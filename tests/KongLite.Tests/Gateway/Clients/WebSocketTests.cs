using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using KongLite.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Gateway.Clients;

public sealed class WebSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Carries_texts_and_bytes_of_any_size()
    {
        await using WebApplication upstream = await EchoAsync();
        await using TestGateway gateway = await ServingGateway.StartAsync(upstream.Urls.First(), "http");
        using ClientWebSocket socket = await ConnectAsync(gateway);
        byte[] large = RandomNumberGenerator.GetBytes(3 * 1024 * 1024);

        Assert.Equal((WebSocketMessageType.Text, "h\u00e4llo"), Texted(await ExchangeAsync(socket, "h\u00e4llo"u8.ToArray(), WebSocketMessageType.Text)));
        Assert.Equal((WebSocketMessageType.Text, ""), Texted(await ExchangeAsync(socket, [], WebSocketMessageType.Text)));
        (WebSocketMessageType type, byte[] bytes) = await ExchangeAsync(socket, large, WebSocketMessageType.Binary);
        Assert.Equal(WebSocketMessageType.Binary, type);
        Assert.True(large.AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task Agrees_on_a_subprotocol()
    {
        await using WebApplication upstream = await EchoAsync();
        await using TestGateway gateway = await ServingGateway.StartAsync(upstream.Urls.First(), "http");

        using ClientWebSocket socket = await ConnectAsync(gateway, "other", "echo.v1");

        Assert.Equal("echo.v1", socket.SubProtocol);
    }

    [Fact]
    public async Task Is_closed_by_the_client()
    {
        await using WebApplication upstream = await EchoAsync();
        await using TestGateway gateway = await ServingGateway.StartAsync(upstream.Urls.First(), "http");
        using ClientWebSocket socket = await ConnectAsync(gateway);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None).WaitAsync(Patience);

        Assert.Equal((WebSocketState.Closed, WebSocketCloseStatus.NormalClosure, "done"), (socket.State, socket.CloseStatus, socket.CloseStatusDescription));
    }

    [Fact]
    public async Task Is_closed_by_the_service()
    {
        await using WebApplication upstream = await EchoAsync();
        await using TestGateway gateway = await ServingGateway.StartAsync(upstream.Urls.First(), "http");
        using ClientWebSocket socket = await ConnectAsync(gateway);

        await socket.SendAsync("close"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        WebSocketReceiveResult last = await socket.ReceiveAsync(new byte[16], CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(
            (WebSocketMessageType.Close, WebSocketCloseStatus.PolicyViolation, "as asked"), (last.MessageType, last.CloseStatus, last.CloseStatusDescription));
    }

    [Fact]
    public async Task Learns_that_the_service_hung_up()
    {
        await using WebApplication upstream = await EchoAsync();
        await using TestGateway gateway = await ServingGateway.StartAsync(upstream.Urls.First(), "http");
        using ClientWebSocket socket = await ConnectAsync(gateway);

        await socket.SendAsync("abort"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[16], CancellationToken.None).WaitAsync(Patience));
    }

    [Fact]
    public async Task Has_its_pings_answered_by_the_service()
    {
        await using WebApplication upstream = await EchoAsync();
        await using TestGateway gateway = await ServingGateway.StartAsync(upstream.Urls.First(), "http");
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.ProxyUri.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "GET / HTTP/1.1\r\nHost: h.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        string head = await HeadAsync(stream);

        // A ping with "hi", masked with zeros.
        await stream.WriteAsync(new byte[] { 0x89, 0x82, 0, 0, 0, 0, (byte)'h', (byte)'i' });
        byte[] pong = new byte[4];
        await stream.ReadExactlyAsync(pong).AsTask().WaitAsync(Patience);

        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal([0x8A, 2, (byte)'h', (byte)'i'], pong);
    }

    private static async Task<WebApplication> EchoAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Run(ServeAsync);
        await app.StartAsync();
        return app;
    }

    private static async Task ServeAsync(HttpContext context)
    {
        bool knows = context.WebSockets.WebSocketRequestedProtocols.Contains("echo.v1");
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(knows ? "echo.v1" : null);
        byte[] buffer = new byte[32 * 1024];
        while (true)
        {
            WebSocketReceiveResult piece = await socket.ReceiveAsync(buffer, CancellationToken.None);
            ReadOnlyMemory<byte> content = buffer.AsMemory(0, piece.Count);
            if (piece.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(piece.CloseStatus!.Value, piece.CloseStatusDescription, CancellationToken.None);
                return;
            }

            if (content.Span.SequenceEqual("close"u8))
            {
                await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "as asked", CancellationToken.None);
                return;
            }

            if (content.Span.SequenceEqual("abort"u8))
            {
                context.Abort();
                return;
            }

            await socket.SendAsync(content, piece.MessageType, piece.EndOfMessage, CancellationToken.None);
        }
    }

    private static async Task<ClientWebSocket> ConnectAsync(TestGateway gateway, params string[] protocols)
    {
        var socket = new ClientWebSocket();
        foreach (string protocol in protocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        await socket.ConnectAsync(new UriBuilder(gateway.ProxyUri) { Scheme = "ws" }.Uri, CancellationToken.None).WaitAsync(Patience);
        return socket;
    }

    // Sends in pieces, and reads meanwhile: neither side has to hold a whole message.
    private static async Task<(WebSocketMessageType Type, byte[] Bytes)> ExchangeAsync(ClientWebSocket socket, byte[] content, WebSocketMessageType type)
    {
        Task<(WebSocketMessageType, byte[])> receiving = ReceiveAsync(socket);
        const int Piece = 10_000;
        for (int sent = 0; ; sent += Piece)
        {
            bool isLast = sent + Piece >= content.Length;
            await socket.SendAsync(content.AsMemory(sent, Math.Min(Piece, content.Length - sent)), type, isLast, CancellationToken.None);
            if (isLast)
            {
                return await receiving.WaitAsync(Patience);
            }
        }
    }

    private static async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[32 * 1024];
        while (true)
        {
            WebSocketReceiveResult piece = await socket.ReceiveAsync(buffer, CancellationToken.None);
            message.Write(buffer, 0, piece.Count);
            if (piece.EndOfMessage)
            {
                return (piece.MessageType, message.ToArray());
            }
        }
    }

    private static (WebSocketMessageType Type, string Text) Texted((WebSocketMessageType Type, byte[] Bytes) message) =>
        (message.Type, Encoding.UTF8.GetString(message.Bytes));

    private static async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one).AsTask().WaitAsync(Patience);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
