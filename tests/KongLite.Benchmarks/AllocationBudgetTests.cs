using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using KongLite.Gateway;
using KongLite.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace KongLite.Benchmarks;

/// <summary>
/// What a request may cost beyond what a bare forwarder costs. In a process of its own: elsewhere other tests would allocate meanwhile, and teach the
/// JIT compiler about types that a node never meets.
/// </summary>
public sealed class AllocationBudgetTests(ITestOutputHelper output)
{
    private const int Requests = 2000;

    private const int Budget = 1024;

    private static readonly byte[] Request =
        "GET /things?x=1 HTTP/1.1\r\nHost: gateway.test\r\nUser-Agent: budget\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n\r\n"u8.ToArray();

    [Fact]
    public async Task A_plain_proxied_request_costs_at_most_a_kilobyte_over_a_bare_forwarder()
    {
        await using var upstream = new SocketUpstream();
        await using WebApplication bare = await BareForwarderAsync(upstream.Url);
        await using TestGateway node = await TestGateway.StartAsync();
        await CreateAsync(node, "/services", new { name = "s", url = upstream.Url });
        await CreateAsync(node, "/services/s/routes", new { paths = new[] { "/" } });

        // The least of several rounds: whatever else the process does only ever adds.
        long bareCost = long.MaxValue;
        long ownCost = long.MaxValue;
        for (int round = 0; round < 6; round++)
        {
            bareCost = Math.Min(bareCost, await CostAsync(new Uri(bare.Urls.First()).Port));
            ownCost = Math.Min(ownCost, await CostAsync(node.ProxyUri.Port));
        }

        output.WriteLine($"bare {bareCost}, own {ownCost}, difference {ownCost - bareCost} bytes a request");
        Assert.InRange(ownCost - bareCost, -Budget, Budget);
    }

    private static async Task CreateAsync(TestGateway node, string path, object entity) =>
        (await node.Admin.PostAsJsonAsync(path, entity)).EnsureSuccessStatusCode();

    private static async Task<WebApplication> BareForwarderAsync(string target)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        builder.WebHost.ConfigureKestrel(server =>
        {
            GatewayServices.ConfigureKestrel(server);
            server.Listen(IPAddress.Loopback, 0);
        });
        WebApplication app = builder.Build();
        IHttpForwarder forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        });
        var config = new ForwarderRequestConfig { Version = HttpVersion.Version11 };
        app.Run(async context => await forwarder.SendAsync(context, target, invoker, config, HttpTransformer.Default));
        await app.StartAsync();
        return app;
    }

    // A raw client, so that what is counted is the server's.
    private static async Task<long> CostAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        NetworkStream stream = client.GetStream();
        byte[] buffer = new byte[16 * 1024];
        await RepeatAsync(stream, buffer, Requests);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await RepeatAsync(stream, buffer, Requests);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests;
    }

    private static async Task RepeatAsync(NetworkStream stream, byte[] buffer, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await stream.WriteAsync(Request);
            int read = 0;
            // The answer is chunked and ends with the empty chunk.
            while (!buffer.AsSpan(0, read).EndsWith("0\r\n\r\n"u8))
            {
                int more = await stream.ReadAsync(buffer.AsMemory(read));
                Assert.NotEqual(0, more);
                read += more;
            }
        }
    }
}
