using System.Net;
using KongLite.Gateway;

namespace KongLite.Tests.Gateway.Forwarding;

/// <summary>Clients that send their body when they are told to (RFC 9110, section 10.1.1), and not before.</summary>
public sealed class ExpectTests
{
    // What is shorter, the client sends even to who has refused it.
    private const int Length = 2048;
    private static readonly UriCreationOptions AsIs = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("/none", "{}", 404)]
    [InlineData("/none/../..", "{}", 400)]
    [InlineData("/known/large", "{}", 413)]
    [InlineData("/known", """{"act":"access:error"}""", 401)]
    public async Task Who_is_refused_is_not_told_to_and_the_connection_ends(string path, string plugin, int status)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        bool isLarge = path.EndsWith("/large", StringComparison.Ordinal);
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { MaxBodySize = Length - (isLarge ? 1 : 0) });
        await host.AddServiceAsync(upstream.Url, "/known");
        await host.AddPluginAsync("probe-high", plugin, route: host.LastRoute!.Id);

        (HttpResponseMessage answer, bool isSent) = await SendAsync(host, path);

        Assert.Equal((status, true, false, 0), ((int)answer.StatusCode, answer.Headers.ConnectionClose, isSent, upstream.Count));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"request_buffering":false}""")]
    public async Task Who_is_served_is_told_to(string route)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, route: route);

        (HttpResponseMessage answer, bool isSent) = await SendAsync(host, "/");

        Assert.Equal((200, null, true), ((int)answer.StatusCode, answer.Headers.ConnectionClose, isSent));
        Assert.Equal((Length, "-"), (upstream.Last.Body.Length, upstream.Last.Line("Expect")));
    }

    [Fact]
    public async Task A_plugin_that_reads_the_body_has_it_sent_and_the_connection_is_kept()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1", service: """{"retries":0}""");
        await host.AddPluginAsync("probe-upstream", """{"act":"read"}""");

        (HttpResponseMessage answer, bool isSent) = await SendAsync(host, "/");

        Assert.Equal((502, null, true), ((int)answer.StatusCode, answer.Headers.ConnectionClose, isSent));
    }

    private static async Task<(HttpResponseMessage Answer, bool IsSent)> SendAsync(ProxyHost host, string path)
    {
        // Unlike others, this client never loses its patience.
        using var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan });
        var body = new HeldBody();
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{host.Address.OriginalString.TrimEnd('/')}{path}", AsIs)) { Content = body };
        request.Headers.ExpectContinue = true;
        return (await client.SendAsync(request).WaitAsync(Patience), body.IsSent);
    }

    private sealed class HeldBody : HttpContent
    {
        public bool IsSent { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            IsSent = true;
            return stream.WriteAsync(new byte[Length]).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Length;
            return true;
        }
    }
}
