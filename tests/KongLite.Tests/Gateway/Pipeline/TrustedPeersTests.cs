using KongLite.Gateway;
using KongLite.Gateway.Pipeline;
using KongLite.Sdk.Exchanges;
using KongLite.Tests.Plugins;

namespace KongLite.Tests.Gateway.Pipeline;

/// <summary>Who the client is when the peer, 203.0.113.9 from port 40000, says something.</summary>
public sealed class TrustedPeersTests
{
    private const string Peer = "203.0.113.9:40000";

    [Theory]
    [InlineData("203.0.113.0/24", "X-Real-IP: 9.9.9.9", "9.9.9.9:0")]
    [InlineData("203.0.113.9", "X-Real-IP: 9.9.9.9:5678", "9.9.9.9:5678")]
    [InlineData("10.0.0.0/8 203.0.113.7/24", "X-Real-IP: [2001:db8::1]:5678", "[2001:db8::1]:5678")]
    [InlineData("0.0.0.0/0 ::/0", "X-Real-IP: 2001:db8::1", "[2001:db8::1]:0")]
    [InlineData("0.0.0.0/0", "X-Real-IP: nobody", Peer)]
    [InlineData("0.0.0.0/0", "X-Real-IP: ", Peer)]
    [InlineData("0.0.0.0/0", "X-Forwarded-For: 9.9.9.9", Peer)]
    [InlineData("::/0", "X-Real-IP: 9.9.9.9", Peer)]
    [InlineData("unix: 10.0.0.0/8", "X-Real-IP: 9.9.9.9", Peer)]
    [InlineData("", "X-Real-IP: 9.9.9.9", Peer)]
    public void The_header_counts_where_the_peer_is_trusted(string trusted, string header, string expected) =>
        Assert.Equal(expected, Introduced(new GatewayOptions { TrustedIps = trusted.Split(' ', StringSplitOptions.RemoveEmptyEntries) }, header));

    [Theory]
    [InlineData(false, "1.1.1.1, 2.2.2.2:22", "2.2.2.2:22")]
    [InlineData(true, "1.1.1.1, 203.0.113.1", "1.1.1.1:0")]
    [InlineData(true, "203.0.113.2:22, 203.0.113.1", "203.0.113.2:22")]
    [InlineData(true, "1.1.1.1, nonsense, 203.0.113.1", "203.0.113.1:0")]
    [InlineData(false, "1.1.1.1, ", "1.1.1.1:0")]
    public void Of_a_list_the_last_counts_or_the_last_that_is_not_trusted(bool isRecursive, string list, string expected) => Assert.Equal(
        expected,
        Introduced(
            new GatewayOptions { TrustedIps = ["203.0.113.0/24"], RealIpHeader = "X-Forwarded-For", RealIpRecursive = isRecursive },
            $"X-Forwarded-For: {list}"));

    private static string Introduced(GatewayOptions options, string header)
    {
        string[] parts = header.Split(": ");
        Exchange exchange = TestExchange.Of("GET", "/", headers: (parts[0], parts[1]));
        exchange.Http.Connection.RemotePort = 40_000;

        new TrustedPeers(options).Introduce(exchange);

        return new System.Net.IPEndPoint(exchange.Client.Address, exchange.Client.Port).ToString();
    }
}
