using System.Net;
using System.Net.Sockets;
using System.Text;
using KongLite.Gateway.Wire;

namespace KongLite.Tests.Gateway.Wire;

public sealed class RequestLineTests
{
    [Theory]
    [InlineData("GET /caf\u00c3\u00a9?\u00ff HTTP/1.1\r", "GET /caf%C3%A9?%FF HTTP/1.1\r")]
    [InlineData("GET /a HTTP/1.2\r", "GET /a HTTP/1.1\r")]
    [InlineData("GET /a HTTP/1.9", "GET /a HTTP/1.1")]
    [InlineData("GET /\u00e9 HTTP/1.5\r", "GET /%E9 HTTP/1.1\r")]
    [InlineData("G\u00c9T /a HTTP/1.1\r", "G\u00c9T /a HTTP/1.1\r")]
    [InlineData("GET http://\u00e9/ HTTP/1.1\r", "GET http://\u00e9/ HTTP/1.1\r")]
    [InlineData("GET /a HTTP/1.1\u00e9\r", "GET /a HTTP/1.1\u00e9\r")]
    [InlineData("GET /\u00e9", "GET /\u00e9")]
    [InlineData("\u00e9", "\u00e9")]
    public void Is_rewritten_where_it_has_another_form(string line, string expected)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(line);

        Assert.True(RequestLine.NeedsRewriting(bytes));
        Assert.Equal(expected, Encoding.Latin1.GetString(RequestLine.Rewrite(bytes)));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r")]
    [InlineData("GET / HTTP/1.0\r")]
    [InlineData("GET / HTTP/2.0\r")]
    [InlineData("GET / HTTP/1.11\r")]
    [InlineData("GET /HTTP/1.2\r")]
    [InlineData("HTTP/1.2")]
    [InlineData("\r")]
    [InlineData("")]
    public void Is_left_alone_otherwise(string line) => Assert.False(RequestLine.NeedsRewriting(Encoding.Latin1.GetBytes(line)));

    [Theory]
    [InlineData("GET /caf\u00c3\u00a9?\u00ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "/caf%C3%A9?%FF", "")]
    [InlineData("\r\n\r\nGET /caf\u00c3\u00a9 HTTP/1.7\r\nHost: a\r\nConnection: close\r\n\r\n", "/caf%C3%A9", "")]
    [InlineData("POST /\u00c3\u00a9 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 9\r\n\r\n\u00c3\u00a9 \u00ff\r\n\r\n\t", "/%C3%A9", "\u00c3\u00a9 \u00ff\r\n\r\n\t")]
    [InlineData("POST /\u00c3\u00a9 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\u00c3\u00a9\r\n0\r\n\r\n", "/%C3%A9", "\u00c3\u00a9")]
    public async Task Is_served_in_one_piece_and_byte_by_byte(string request, string target, string body)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        byte[] bytes = Encoding.Latin1.GetBytes(request);

        foreach (int size in new[] { bytes.Length, 1, 7 })
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(IPAddress.Loopback, host.Address.Port);
            NetworkStream stream = client.GetStream();
            foreach (byte[] piece in bytes.Chunk(size))
            {
                await stream.WriteAsync(piece);
                await Task.Yield();
            }

            string answer = await new StreamReader(stream, Encoding.Latin1).ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
            Assert.Equal((target, body), (upstream.Last.Target, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(upstream.Last.Body))
                .Replace("\u00ef\u00bf\u00bd", "\u00ff", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Is_served_wherever_a_head_is_known_to_begin()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        string line = "/\u00c3\u00a9 HTTP/1.1\r\nHost: a\r\n";

        string answer = await host.SendAsync(
            $"GET {line}\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nGET {line}\r\nPOST {line}Content-Length: 12\r\n\r\nGET \u00c3\u00a9 \r\n\r\nGET {line}\r\n"
            + $"HEAD / HTTP/1.1\r\nHost: a\r\n\r\nDELETE {line}Connection: close\r\n\r\n");

        Assert.Equal(Enumerable.Repeat("200", 7), answer.Split("HTTP/1.1 ")[1..].Select(each => each[..3]));
        Assert.Equal(("DELETE", "/%C3%A9", 7), (upstream.Last.Method, upstream.Last.Target, upstream.Count));
    }

    [Fact]
    public async Task Is_refused_behind_a_body_of_unknown_length_where_bytes_that_look_like_one_are_left_alone()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        string line = "/\u00c3\u00a9 HTTP/1.2\r\nHost: a\r\n";

        string answer = await host.SendAsync(
            $"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n12\r\nGET {line.Replace("Host: a\r\n", "", StringComparison.Ordinal)}\r\n0\r\n\r\nGET {line.Replace("1.2", "1.1", StringComparison.Ordinal)}\r\n");

        Assert.Equal(["200", "400"], answer.Split("HTTP/1.1 ")[1..].Select(each => each[..3]));
        Assert.Equal("GET /\u00e9 HTTP/1.2\r\n", upstream.Last.Body);
    }
}
