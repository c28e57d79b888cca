using KongLite.Gateway;

namespace KongLite.Tests.Gateway.Forwarding;

/// <summary>What a service is told of the client, by a peer that is trusted and by one that is not.</summary>
public sealed class ForwardedTests
{
    [Theory]
    [InlineData("X-Forwarded-Proto", null, "http", "http")]
    [InlineData("X-Forwarded-Proto", "https", "https", "http")]
    [InlineData("X-Forwarded-Proto", "", "-", "http")]
    [InlineData("X-Forwarded-Host", null, "h.test", "h.test")]
    [InlineData("X-Forwarded-Host", "Front.test:8", "Front.test:8", "h.test")]
    [InlineData("X-Forwarded-Host", "", "-", "h.test")]
    [InlineData("X-Forwarded-Port", null, "{listener}", "{listener}")]
    [InlineData("X-Forwarded-Port", "443", "443", "{listener}")]
    [InlineData("X-Forwarded-Port", "", "-", "{listener}")]
    [InlineData("X-Forwarded-Path", null, "/r/%61", "/r/%61")]
    [InlineData("X-Forwarded-Path", "/front", "/front", "/r/%61")]
    [InlineData("X-Forwarded-Path", "", "-", "/r/%61")]
    [InlineData("X-Forwarded-Prefix", null, "/r", "/r")]
    [InlineData("X-Forwarded-Prefix", "/front", "/front", "/r")]
    [InlineData("X-Forwarded-Prefix", "", "-", "/r")]
    [InlineData("X-Forwarded-For", null, "127.0.0.1", "127.0.0.1")]
    [InlineData("X-Forwarded-For", "1.2.3.4", "1.2.3.4, 127.0.0.1", "1.2.3.4, 127.0.0.1")]
    [InlineData("X-Real-IP", null, "127.0.0.1", "127.0.0.1")]
    [InlineData("X-Real-IP", "9.9.9.9", "9.9.9.9", "127.0.0.1")]
    [InlineData("X-Real-IP", "9.9.9.9:80", "9.9.9.9", "127.0.0.1")]
    [InlineData("X-Real-IP", "[2001:db8::1]:80", "2001:db8::1", "127.0.0.1")]
    public async Task Is_believed_from_a_trusted_peer_only(string name, string? sent, string trusted, string untrusted)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost believing = await ProxyHost.StartAsync(new GatewayOptions { TrustedIps = ["0.0.0.0/0", "::/0"] });
        await using ProxyHost wary = await ProxyHost.StartAsync(new GatewayOptions { TrustedIps = ["10.0.0.0/8", "127.0.0.2"] });

        Assert.Equal(
            (trusted.Replace("{listener}", $"{believing.Address.Port}", StringComparison.Ordinal), untrusted.Replace("{listener}", $"{wary.Address.Port}", StringComparison.Ordinal)),
            (await ToldAsync(believing, upstream, name, sent), await ToldAsync(wary, upstream, name, sent)));
    }

    [Theory]
    [InlineData("CF-Connecting-IP", false, "CF-Connecting-IP: 9.9.9.9", "9.9.9.9", "9.9.9.9")]
    [InlineData("X-Forwarded-For", false, "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2", "2.2.2.2", "1.1.1.1, 2.2.2.2, 127.0.0.1")]
    [InlineData("X-Forwarded-For", true, "X-Forwarded-For: 1.1.1.1, 2.2.2.2\r\nX-Forwarded-For: 127.0.0.7", "2.2.2.2", "1.1.1.1, 2.2.2.2, 127.0.0.7, 127.0.0.1")]
    [InlineData("X-Real-IP", true, "X-A: 1", "127.0.0.1", "127.0.0.1")]
    public async Task The_client_is_who_the_chosen_header_names(string header, bool isRecursive, string sent, string real, string forwarded)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync(
            new GatewayOptions { TrustedIps = ["127.0.0.0/8"], RealIpHeader = header, RealIpRecursive = isRecursive });
        await host.AddServiceAsync(upstream.Url);

        await host.SendAsync($"GET / HTTP/1.1\r\nHost: h.test\r\n{sent}\r\nConnection: close\r\n\r\n");

        Assert.Equal((real, forwarded), (upstream.Last.Line("X-Real-IP"), upstream.Last.Line("X-Forwarded-For")));
    }

    private static async Task<string> ToldAsync(ProxyHost host, EchoUpstream upstream, string name, string? sent)
    {
        await host.AddServiceAsync(upstream.Url, "/r");
        string line = sent is null ? string.Empty : $"{name}: {sent}\r\n";
        string answer = await host.SendAsync($"GET /r/%61?q HTTP/1.1\r\nHost: H.test:99\r\n{line}Connection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        return upstream.Last.Line(name);
    }
}
