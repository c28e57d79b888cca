using System.Net;
using KongLite.Gateway;
using KongLite.Gateway.Naming;

namespace KongLite.Tests.Gateway.Naming;

/// <summary>Services by name, through a gateway that asks a name server.</summary>
public sealed class DialerTests : IAsyncLifetime
{
    private readonly FakeNameServer _names = new();
    private EchoUpstream _service = null!;
    private ProxyHost _host = null!;

    public async Task InitializeAsync()
    {
        _service = await EchoUpstream.StartAsync();
        _host = await ProxyHost.StartAsync(new GatewayOptions { Dns = new DnsOptions { Servers = [_names.Address] } });
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _service.DisposeAsync();
        _names.Dispose();
    }

    [Fact]
    public async Task A_service_is_found_by_its_name_and_keeps_it_in_Host()
    {
        _names.AddA("svc.test", "127.0.0.1");
        await _host.AddServiceAsync($"http://svc.test:{_service.Port}");

        HttpResponseMessage answer = await _host.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"svc.test:{_service.Port}", _service.Last.Line("Host"));
    }

    [Fact]
    public async Task An_SRV_record_brings_its_port()
    {
        _names.AddSrv("svc.test", 1, 1, (ushort)_service.Port, "node.test");
        _names.AddA("node.test", "127.0.0.1");
        await _host.AddServiceAsync("http://svc.test:1");

        Assert.Equal(HttpStatusCode.OK, (await _host.Client.GetAsync("/")).StatusCode);
        Assert.Equal($"svc.test:{_service.Port}", _service.Last.Line("Host"));
    }

    [Fact]
    public async Task Requests_take_the_addresses_of_a_name_in_turn_by_the_weights_of_their_records()
    {
        await using EchoUpstream other = await EchoUpstream.StartAsync();
        _names.AddSrv("svc.test", 1, 3, (ushort)_service.Port, "node.test");
        _names.AddSrv("svc.test", 1, 0, (ushort)other.Port, "node.test");
        _names.AddA("node.test", "127.0.0.1");
        await _host.AddServiceAsync("http://svc.test:1");

        for (int i = 0; i < 12; i++)
        {
            await _host.Client.GetAsync("/");
        }

        Assert.Equal((9, 3), (_service.Count, other.Count));
    }

    [Fact]
    public async Task A_try_that_failed_is_repeated_at_the_next_address()
    {
        _names.AddA("svc.test", "127.0.0.2");
        _names.AddA("svc.test", "127.0.0.1");
        await _host.AddServiceAsync($"http://svc.test:{_service.Port}", service: """{"retries":1}""");

        Assert.Equal(HttpStatusCode.OK, (await _host.Client.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _host.Client.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData("svc.test", null)]
    [InlineData("127.0.0.1", """{"act":"name","tag":"svc.test"}""")]
    public async Task What_moves_is_followed_though_there_are_open_connections_to_where_it_was(string host, string? plugin)
    {
        await using EchoUpstream other = await EchoUpstream.StartAsync();
        Point(_service);
        await _host.AddServiceAsync($"http://{host}:1");
        if (plugin is not null)
        {
            await _host.AddPluginAsync("probe-upstream", plugin);
        }

        await _host.Client.GetAsync("/");
        Point(other);
        await _host.Client.GetAsync("/");

        Assert.Equal((1, 1), (_service.Count, other.Count));
    }

    [Theory]
    [InlineData(3, HttpStatusCode.ServiceUnavailable, "name resolution failed")]
    [InlineData(2, HttpStatusCode.InternalServerError, "failed the initial dns/balancer resolve for 'svc.test' with: dns server error: 2 server failure")]
    public async Task A_name_that_cannot_be_found_is_told_apart_from_a_server_that_fails(int code, HttpStatusCode status, string message)
    {
        _names.Failure = (byte)code;
        await _host.AddServiceAsync("http://svc.test");

        HttpResponseMessage answer = await _host.Client.GetAsync("/");

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains($"\"message\":\"{message}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Via"));
    }

    [Fact]
    public async Task A_target_of_an_upstream_is_found_by_its_name()
    {
        _names.AddSrv("pool.test", 1, 1, (ushort)_service.Port, "node.test");
        _names.AddA("node.test", "127.0.0.1");
        await _host.AddUpstreamAsync("{}", "pool.test:1");
        await _host.AddServiceAsync("http://pool");

        HttpResponseMessage answer = await _host.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"node.test:{_service.Port}", _service.Last.Line("Host"));
    }

    [Fact]
    public async Task The_name_of_an_SRV_record_is_the_Host_when_the_upstream_says_so()
    {
        _names.AddSrv("pool.test", 1, 1, (ushort)_service.Port, "node.test");
        _names.AddA("node.test", "127.0.0.1");
        await _host.AddUpstreamAsync("""{"use_srv_name":true}""", "pool.test:1");
        await _host.AddServiceAsync("http://pool");

        await _host.Client.GetAsync("/");

        Assert.Equal($"pool.test:{_service.Port}", _service.Last.Line("Host"));
    }

    // Records that say they are good for no time at all.
    private void Point(EchoUpstream service)
    {
        _names.Clear();
        _names.AddSrv("svc.test", 1, 1, (ushort)service.Port, "node.test", ttl: 0);
        _names.AddA("node.test", "127.0.0.1", ttl: 0);
    }
}
