using System.Net;
using System.Net.Sockets;
using System.Text;
using KongLite.Plugins.Shared.Delivery;

namespace KongLite.Tests.Plugins.Shared.Delivery;

public sealed class UdpDeliveryTests
{
    [Fact]
    public async Task Sends_a_datagram_for_each_entry_that_fits_into_one()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var delivery = new UdpDelivery("127.0.0.1", ((IPEndPoint)server.Client.LocalEndPoint!).Port, TimeSpan.FromSeconds(30));

        string? failure = await delivery.SendAsync(["1"u8.ToArray(), new byte[70_000], "2"u8.ToArray()], CancellationToken.None);

        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.Equal("1", Encoding.UTF8.GetString((await server.ReceiveAsync(bound.Token)).Buffer));
        Assert.Equal("2", Encoding.UTF8.GetString((await server.ReceiveAsync(bound.Token)).Buffer));
        Assert.NotNull(failure);
    }
}
