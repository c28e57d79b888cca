using System.Net;
using System.Net.Sockets;

namespace KongLite.Tests.Gateway.Forwarding;

public sealed class TimeoutTests
{
    // More than the system takes in for somebody who does not read.
    private static readonly byte[] Body = new byte[16 << 20];

    [Theory]
    [InlineData("PUT", 1, 2)]
    [InlineData("POST", 1, 1)]
    [InlineData("PUT", 0, 1)]
    public async Task A_service_that_does_not_read_costs_a_write_timeout_for_each_try(string method, int retries, int connections)
    {
        using var service = new DeafService();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(service.Url, service: $$"""{"write_timeout":200,"retries":{{retries}}}""");

        HttpResponseMessage answer = await host.Client.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), "/") { Content = new ByteArrayContent(Body) });

        Assert.Equal((HttpStatusCode.GatewayTimeout, connections), (answer.StatusCode, service.Count));
        Assert.Contains("The upstream server is timing out", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_connection_that_is_not_made_costs_a_connect_timeout_and_any_request_is_tried_again(string method)
    {
        await using EchoUpstream living = await EchoUpstream.StartAsync();
        using FullService full = await FullService.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(full.Url, "/alone", service: """{"connect_timeout":100,"retries":1}""");
        await host.AddUpstreamAsync("""{"healthchecks":{"passive":{"unhealthy":{"timeouts":1}}}}""", new Uri(full.Url).Authority, $"127.0.0.1:{living.Port}");
        await host.AddServiceAsync("http://pool", "/pool", service: """{"connect_timeout":100,"retries":1}""");

        Assert.Equal(HttpStatusCode.GatewayTimeout, await StatusAsync("/alone"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/pool"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/pool"));
        Assert.False(host.State.Current.Upstreams.Find("pool")!.State.Peers!.Peers.Single(peer => peer.Port != living.Port).State.IsHealthy);

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("body") : null };
            return (await host.Client.SendAsync(request)).StatusCode;
        }
    }

    [Fact]
    public async Task A_write_timeout_is_not_for_the_answer()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = context => Task.Delay(300, context.RequestAborted);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: """{"write_timeout":1,"retries":0}""");

        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData("""{"retries":null,"connect_timeout":null,"write_timeout":null,"read_timeout":null}""", 6)]
    [InlineData("{}", 6)]
    [InlineData("""{"retries":0}""", 1)]
    public async Task Values_that_a_service_does_not_give_are_Kongs(string service, int tries)
    {
        await using var upstream = new RawUpstream(string.Empty);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: service);

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((HttpStatusCode.BadGateway, tries), (answer.StatusCode, upstream.Count));
    }

    /// <summary>Takes connections and reads nothing.</summary>
    private sealed class DeafService : IDisposable
    {
        private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        private readonly List<Socket> _connections = [];

        public DeafService()
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen();
            _ = ServeAsync();
        }

        public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

        public int Count
        {
            get
            {
                lock (_connections)
                {
                    return _connections.Count;
                }
            }
        }

        public void Dispose()
        {
            _listener.Dispose();
            lock (_connections)
            {
                _connections.ForEach(each => each.Dispose());
            }
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    Socket connection = await _listener.AcceptAsync();
                    lock (_connections)
                    {
                        _connections.Add(connection);
                    }
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
            }
        }
    }

    /// <summary>Has no room for another connection.</summary>
    private sealed class FullService : IDisposable
    {
        private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
        private readonly Socket _guest = new(SocketType.Stream, ProtocolType.Tcp);

        public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

        public static async Task<FullService> StartAsync()
        {
            var service = new FullService();
            service._listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            service._listener.Listen(0);
            await service._guest.ConnectAsync(service._listener.LocalEndPoint!);
            return service;
        }

        public void Dispose()
        {
            _guest.Dispose();
            _listener.Dispose();
        }
    }
}
