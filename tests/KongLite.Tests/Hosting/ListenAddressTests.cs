using KongLite.Settings;

namespace KongLite.Tests.Hosting;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("0.0.0.0:8000", "0.0.0.0", 8000)]
    [InlineData("127.0.0.1:0", "127.0.0.1", 0)]
    [InlineData("[::]:8000", "::", 8000)]
    [InlineData("[::1]:65535", "::1", 65535)]
    [InlineData("localhost:80", "localhost", 80)]
    [InlineData("ssl 0.0.0.0:8443  http2", "0.0.0.0", 8443)]
    public void Reads_addresses(string text, string host, int port)
    {
        ListenAddress address = Assert.Single(ListenAddress.ParseAll([text])!);

        Assert.Equal((host, port), (address.Host, address.Port));
    }

    [Fact]
    public void Reads_flags()
    {
        ListenAddress address = ListenAddress.ParseAll(["0.0.0.0:8443 http2 ssl reuseport backlog=16384 so_keepalive=30m::10"])![0];

        Assert.True(address.Ssl && address.Http2 && address.Ipv6Only && !address.ProxyProtocol);
        Assert.Equal(16384, address.Backlog);
    }

    [Fact]
    public void Has_no_addresses_when_off() => Assert.Empty(ListenAddress.ParseAll(["off"])!);

    [Theory]
    [InlineData("8000")]
    [InlineData("0.0.0.0")]
    [InlineData("0.0.0.0:")]
    [InlineData("0.0.0.0:65536")]
    [InlineData("256.0.0.1:80")]
    [InlineData("1:80")]
    [InlineData("::1:80")]
    [InlineData("[::1]")]
    [InlineData("[nope]:80")]
    [InlineData("0.0.0.0:80 tls")]
    [InlineData("0.0.0.0:80 backlog=")]
    [InlineData("0.0.0.0:80 127.0.0.1:81")]
    [InlineData("http://0.0.0.0:80")]
    [InlineData("a b:80")]
    public void Refuses_what_is_no_address(string text)
    {
        SettingsResult result = new SettingsReader(new Dictionary<string, string>()).Read(new Dictionary<string, string> { ["admin_listen"] = text });

        Assert.Equal(
            [
                "admin_listen must be of form: [off] | <ip>:<port> [ssl] [http2] [proxy_protocol] [deferred] [bind] [reuseport] [backlog=%d+] "
                + "[ipv6only=on] [ipv6only=off] [so_keepalive=on] [so_keepalive=off] [so_keepalive=%w*:%w*:%d*], [... next entry ...]",
            ],
            result.Errors);
    }

    [Fact]
    public void Shows_itself_as_Kong_does()
    {
        string json = ListenAddress.ParseAll(["0.0.0.0:8443 http2 ssl reuseport backlog=16384"])![0].ToJson().ToJsonString();

        Assert.Equal(
            "{'listener':'0.0.0.0:8443 ssl reuseport backlog=16384','ip':'0.0.0.0','port':8443,'ssl':true,'http2':true,'proxy_protocol':false,"
            + "'deferred':false,'bind':false,'reuseport':true,'backlog=16384':true,'ipv6only=on':false,'ipv6only=off':false,"
            + "'so_keepalive=on':false,'so_keepalive=off':false,'so_keepalive=%w*:%w*:%d*':false}",
            json.Replace('"', '\''));
    }
}
