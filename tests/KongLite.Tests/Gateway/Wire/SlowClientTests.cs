using System.Net;
using System.Net.Sockets;
using System.Text;
using KongLite.Gateway;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Tests.Gateway.Wire;

/// <summary>Clients that begin a request and do not go on.</summary>
public sealed class SlowClientTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-Half: ")]
    public async Task A_head_that_does_not_end_is_answered_408(string head)
    {
        await using ProxyHost host = await ProxyHost.StartAsync(services: services =>
            services.PostConfigure<KestrelServerOptions>(server => server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1)));

        await AssertTimedOutAsync(host, head);
    }

    [Theory]
    [InlineData(true, "Content-Length: 6\r\n\r\nabc")]
    [InlineData(false, "Content-Length: 6\r\n\r\nabc")]
    [InlineData(true, "Content-Length: 6\r\n\r\n")]
    [InlineData(false, "Content-Length: 6\r\n\r\n")]
    [InlineData(true, "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")]
    [InlineData(false, "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")]
    [InlineData(false, "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: ")]
    public async Task A_body_that_does_not_end_is_answered_408(bool isBuffered, string rest)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { ClientBodyTimeout = TimeSpan.FromMilliseconds(150) });
        await host.AddServiceAsync(upstream.Url, route: $$"""{"request_buffering":{{(isBuffered ? "true" : "false")}}}""");

        await AssertTimedOutAsync(host, $"POST / HTTP/1.1\r\nHost: a\r\n{rest}");
        Assert.Equal(0, upstream.Count);
    }

    [Fact]
    public async Task A_plugin_does_not_wait_for_a_body_either()
    {
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { ClientBodyTimeout = TimeSpan.FromMilliseconds(150) });
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-upstream", """{"act":"read"}""");

        await AssertTimedOutAsync(host, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
    }

    // The connection may stay open a while for what the client still has to say.
    private static async Task AssertTimedOutAsync(ProxyHost host, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var answer = new List<string>();
        while (answer.LastOrDefault()?.StartsWith("request_id: ", StringComparison.Ordinal) != true)
        {
            answer.Add(await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) ?? throw new EndOfStreamException(string.Join('|', answer)));
        }

        Assert.Equal(("HTTP/1.1 408 Request Time-out", "Request timeout"), (answer[0], answer[^2]));
        Assert.Contains("Connection: close", answer);
    }
}
