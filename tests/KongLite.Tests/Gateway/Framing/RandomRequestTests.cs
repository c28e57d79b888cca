using System.Net;
using System.Net.Sockets;
using System.Text;
using CsCheck;

namespace KongLite.Tests.Gateway.Framing;

/// <summary>Requests put together at random from the usual and the odd: each gets one answer, which is no fault of the gateway's.</summary>
public sealed class RandomRequestTests
{
    private static readonly Gen<string> Target = Gen.OneOf(
        Gen.Char[" !\"#$%&'()*+,-./0:;<=>?@A[\\]^_`a{|}~\u00c3\u00a9\u0001\u007f"].Array[0, 12].Select(each => "/" + new string(each)),
        One("/", "/a/b", "/a//b/./c/../d", "/%2e%2e/x", "/%E2%82%AC", "/%FF", "/?", "/?a=%", "*", "http://h.test/x", "a:1"));

    private static readonly Gen<string> Host = Gen.OneOf(
        Gen.Char["!$&'()-._~az09:[]%"].Array[1, 8].Select(each => new string(each)), One("a.test", "A.TEST:80", "[::1]:8000", "a.test:99999", "a.test:"));

    private static readonly Gen<string> Line =
        from name in Gen.OneOf(
            Gen.Char["!#$%&'*+-.^_`|~aZ09(){}\"@"].Array[1, 8].Select(each => new string(each)),
            One("Connection", "TE", "Via", "X-Forwarded-For", "Accept", "Content-Type", "Cookie", "Upgrade", "Expect", "Trailer", "Authorization", "Range"))
        from value in Gen.OneOf(
            Gen.Char["\t !\"#,-;=@[]az09\u0001\u007f\u00e9\u00ff"].Array[0, 12].Select(each => new string(each)),
            One("close", "keep-alive, a", "trailers", "websocket", "100-continue", "*/*;q=x", "text/html", ",,,", "="))
        select $"{name}:{value}\r\n";

    private static readonly Gen<string> Request =
        from method in One("GET", "HEAD", "OPTIONS", "DELETE", "PURGE", "POST", "get", "TRACE")
        from target in Target
        from version in One("HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.3")
        from host in Host
        from lines in Line.Array[0, 6]
        select $"{method} {target} {version}\r\nHost: {host}\r\n{string.Concat(lines)}Content-Length: 0\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task Get_one_answer_each()
    {
        await using var upstream = new RecordingUpstream();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, route: """{"preserve_host":true}""");

        await Request.SampleAsync(
            async request =>
            {
                int before = upstream.Messages.Count;
                string answer = await SendAsync(host.Address.Port, request);
                string status = Assert.Single(Statuses.Of(answer));
                Assert.False(status[0] == '5' && status != "505", answer);
                Assert.Empty(upstream.Errors);
                Assert.Equal(status == "200" ? 1 : 0, upstream.Messages.Count - before);
            },
            iter: 1500,
            threads: 1);
    }

    private static Gen<string> One(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static async Task<string> SendAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }
}
