using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using KongLite.Testing;

namespace KongLite.Tests.Hosting;

/// <summary>What the flags of an address do to the bytes of its connections.</summary>
public sealed class WireListenerTests
{
    private static readonly byte[] V2 =
        [.. "\r\n\r\n\0\r\nQUIT\n"u8, 0x21, 0x11, 0, 15, 9, 8, 7, 6, 1, 1, 1, 1, 0x30, 0x39, 0, 80, 4, 0, 0];

    [Fact]
    public async Task Http2_without_TLS_is_served_beside_HTTP_1()
    {
        await using TestGateway node = await TestGateway.StartAsync(new Dictionary<string, string> { ["proxy_listen"] = "127.0.0.1:0 http2" });
        using var client = new HttpClient { BaseAddress = node.ProxyUri };

        foreach (Version version in new[] { HttpVersion.Version20, HttpVersion.Version11, HttpVersion.Version20, HttpVersion.Version10 })
        {
            HttpResponseMessage answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/none")
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            });

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(version == HttpVersion.Version10 ? HttpVersion.Version11 : version, answer.Version);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n", "404")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", "505")]
    [InlineData("PRI / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "404")]
    [InlineData("P / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "404")]
    public async Task What_is_not_the_preface_is_HTTP_1(string request, string status)
    {
        await using TestGateway node = await TestGateway.StartAsync(new Dictionary<string, string> { ["proxy_listen"] = "127.0.0.1:0 http2" });

        Assert.StartsWith($"HTTP/1.1 {status} ", await SendAsync(node, Encoding.Latin1.GetBytes(request)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_stops_while_a_client_has_said_nothing_yet()
    {
        TestGateway node = await TestGateway.StartAsync(new Dictionary<string, string> { ["proxy_listen"] = "127.0.0.1:0 http2" });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, node.ProxyUri.Port);
        await client.GetStream().WriteAsync("PRI"u8.ToArray());

        await node.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /x HTTP/1.0\r\nAccept: application/json\r\n\r\n")]
    [InlineData("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")]
    public async Task Plain_HTTP_on_a_port_with_TLS_is_told_so(string request)
    {
        await using TestGateway node = await TestGateway.StartAsync(new Dictionary<string, string> { ["proxy_listen"] = "127.0.0.1:0 ssl http2" });

        string[] answer = (await SendAsync(node, Encoding.Latin1.GetBytes(request))).Split("\r\n\r\n");

        string[] head = answer[0].Split("\r\n");
        Assert.Equal("HTTP/1.1 400 Bad Request", head[0]);
        Assert.Equal(
            ["Connection", "Content-Length", "Content-Type", "Date", "Server", "X-Kong-Request-Id", "X-Kong-Response-Latency"],
            head[1..].Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal));
        Assert.Contains("Content-Type: text/html; charset=UTF-8", head);
        Assert.Contains("Connection: close", head);
        const string Text = "The plain HTTP request was sent to HTTPS port";
        Assert.Equal(
            $"<html>\r\n<head><title>400 {Text}</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>{Text}</center>\r\n</body>\r\n</html>\r\n",
            answer[1]);
    }

    [Fact]
    public async Task What_is_no_HTTP_on_a_port_with_TLS_is_a_bad_request()
    {
        await using TestGateway node = await TestGateway.StartAsync(new Dictionary<string, string> { ["proxy_listen"] = "127.0.0.1:0 ssl" });

        string answer = await SendAsync(node, "GET\r\n\r\n"u8.ToArray());

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nBad request\nrequest_id: ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_stops_while_a_client_of_TLS_has_said_nothing_yet()
    {
        TestGateway node = await TestGateway.StartAsync(new Dictionary<string, string> { ["proxy_listen"] = "127.0.0.1:0 ssl" });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, node.ProxySslUri.Port);

        await node.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("PROXY TCP4 9.8.7.6 1.1.1.1 12345 80\r\n", "9.8.7.6")]
    [InlineData("PROXY TCP6 2001:db8::1 ::1 12345 80\r\n", "2001:db8::1")]
    [InlineData("PROXY UNKNOWN\r\n", "127.0.0.1")]
    [InlineData("PROXY UNKNOWN ffff::1 anything 1 2\r\n", "127.0.0.1")]
    [InlineData("v2", "9.8.7.6")]
    [InlineData("v2 local", "127.0.0.1")]
    public async Task The_PROXY_header_names_the_client(string header, string expected)
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway node = await ProxiedAsync("proxy_protocol", upstream);
        byte[] bytes = header switch { "v2" => V2, "v2 local" => [.. V2[..12], 0x20, .. V2[13..]], _ => Encoding.ASCII.GetBytes(header) };

        string answer = await SendAsync(node, [.. bytes, .. "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8]);

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal(expected, upstream.LastRequest.Headers["X-Real-IP"]);
    }

    [Fact]
    public async Task The_PROXY_header_counts_only_where_the_settings_say_so()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway node = await ProxiedAsync("X-Real-IP", upstream);

        await SendAsync(node, "PROXY TCP4 9.8.7.6 1.1.1.1 1 80\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray());

        Assert.Equal("127.0.0.1", upstream.LastRequest.Headers["X-Real-IP"]);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("PROXY TCP4 9.8.7.6\r\n")]
    [InlineData("PROXY TCP4 9.8.7.6 ::1 1 80\r\n")]
    [InlineData("PROXY TCP4 9.8.7.6 1.1.1.1 1 99999\r\n")]
    [InlineData("PROXY TCP9 9.8.7.6 1.1.1.1 1 80\r\n")]
    [InlineData("PROXY UNKNOWN {200}")]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\u0031\u0011\0\u000c")]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u0004abcd")]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\u0021\u0011\u00ff\u00ff")]
    public async Task A_connection_without_a_good_PROXY_header_is_closed(string bytes)
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway node = await ProxiedAsync("proxy_protocol", upstream);

        string answer = string.Empty;
        try
        {
            answer = await SendAsync(node, Encoding.Latin1.GetBytes(bytes.Replace("{200}", new string('x', 200), StringComparison.Ordinal)));
        }
        catch (IOException)
        {
            // Reset, with bytes that nobody has read.
        }

        Assert.Empty(answer);
        Assert.Empty(upstream.Requests);
    }

    private static async Task<TestGateway> ProxiedAsync(string realIpHeader, FakeUpstream upstream)
    {
        TestGateway node = await TestGateway.StartAsync(new Dictionary<string, string>
        {
            ["proxy_listen"] = "127.0.0.1:0 proxy_protocol",
            ["trusted_ips"] = "127.0.0.1",
            ["real_ip_header"] = realIpHeader,
        });
        (await node.Admin.PostAsJsonAsync("/services", new { name = "s", url = upstream.Uri })).EnsureSuccessStatusCode();
        (await node.Admin.PostAsJsonAsync("/services/s/routes", new { paths = new[] { "/" } })).EnsureSuccessStatusCode();
        return node;
    }

    private static async Task<string> SendAsync(TestGateway node, byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, (node.Proxy.BaseAddress ?? node.ProxySslUri).Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(bytes);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }
}
