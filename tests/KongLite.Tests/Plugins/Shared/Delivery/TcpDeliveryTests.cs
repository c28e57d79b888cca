using System.Net;
using System.Net.Sockets;
using KongLite.Plugins.Shared.Delivery;

namespace KongLite.Tests.Plugins.Shared.Delivery;

public sealed class TcpDeliveryTests
{
    [Fact]
    public async Task Sends_lines_over_one_connection()
    {
        using TcpListener listener = Listen();
        TcpDelivery delivery = To(listener);

        string?[] failures =
        [
            await delivery.SendAsync(["1"u8.ToArray(), "2"u8.ToArray()], CancellationToken.None),
            await delivery.SendAsync(["3"u8.ToArray()], CancellationToken.None),
        ];

        using TcpClient client = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal(("1", "2", "3"), (await reader.ReadLineAsync(), await reader.ReadLineAsync(), await reader.ReadLineAsync()));
        Assert.All(failures, Assert.Null);
    }

    [Fact]
    public async Task Connects_again_when_the_server_has_closed()
    {
        using TcpListener listener = Listen();
        TcpDelivery delivery = To(listener);
        await delivery.SendAsync(["1"u8.ToArray()], CancellationToken.None);
        using (TcpClient first = await listener.AcceptTcpClientAsync())
        {
            using var read = new StreamReader(first.GetStream());
            await read.ReadLineAsync();
        }

        string? failure = await delivery.SendAsync(["2"u8.ToArray()], CancellationToken.None);

        using TcpClient second = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(second.GetStream());
        Assert.Equal((null, "2"), (failure, await reader.ReadLineAsync()));
    }

    [Fact]
    public async Task Says_that_nobody_listens()
    {
        TcpDelivery delivery;
        using (TcpListener listener = Listen())
        {
            delivery = To(listener);
        }

        Assert.NotNull(await delivery.SendAsync(["1"u8.ToArray()], CancellationToken.None));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static TcpDelivery To(TcpListener listener) => new(new TcpServer("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port)
    {
        Timeout = TimeSpan.FromSeconds(30),
        Keepalive = TimeSpan.FromMinutes(1),
    });
}
