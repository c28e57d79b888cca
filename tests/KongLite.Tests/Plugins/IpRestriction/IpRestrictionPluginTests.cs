using System.Net;
using KongLite.Plugins.IpRestriction;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.IpRestriction;

public sealed class IpRestrictionPluginTests
{
    [Theory]
    [InlineData("203.0.113.0/24", null, true)]
    [InlineData("10.0.0.0/8", null, false)]
    [InlineData(null, "203.0.113.9", false)]
    [InlineData(null, "10.0.0.0/8", true)]
    [InlineData("203.0.113.9", "203.0.113.0/24", false)]
    public async Task Lets_pass_whom_the_lists_let_pass(string? allow, string? deny, bool passes)
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        var config = new IpRestrictionConfig { Allow = allow is null ? [] : [allow], Deny = deny is null ? null : [deny] };

        PhaseResult result = await RunAsync(config, exchange);

        Assert.Equal(passes ? PhaseResult.Continue : PhaseResult.Exit, result);
    }

    [Fact]
    public async Task Names_the_address_it_rejects()
    {
        Exchange exchange = TestExchange.Of("GET", "/");

        await RunAsync(new IpRestrictionConfig { Deny = ["0.0.0.0/0"] }, exchange);

        Assert.Equal(new LocalAnswer(LocalAnswerKind.Error, 403) { Message = "IP address not allowed: 203.0.113.9" }, exchange.Local);
    }

    [Theory]
    [InlineData(451d, 451, "Not from here")]
    [InlineData(200d, 500, null)]
    [InlineData(1e300, 500, null)]
    public async Task Rejects_with_its_own_status_and_message(double configured, int status, string? message)
    {
        Exchange exchange = TestExchange.Of("GET", "/");

        await RunAsync(new IpRestrictionConfig { Deny = ["203.0.113.9"], Status = configured, Message = "Not from here" }, exchange);

        Assert.Equal(new LocalAnswer(LocalAnswerKind.Error, status) { Message = message }, exchange.Local);
    }

    [Fact]
    public async Task Looks_at_the_address_that_a_trusted_peer_names()
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.RealEndPoint = new IPEndPoint(IPAddress.Parse("2001:db8::1"), 0);

        PhaseResult result = await RunAsync(new IpRestrictionConfig { Allow = ["2001:db8::/32"] }, exchange);

        Assert.Equal(PhaseResult.Continue, result);
    }

    [Fact]
    public async Task Rejects_a_client_without_address()
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Http.Connection.RemoteIpAddress = null;

        await RunAsync(new IpRestrictionConfig { Allow = ["0.0.0.0/0"] }, exchange);

        Assert.Equal("Cannot identify the client IP address, unix domain sockets are not supported.", exchange.Local!.Message);
    }

    private static ValueTask<PhaseResult> RunAsync(IpRestrictionConfig config, Exchange exchange) =>
        new IpRestrictionPlugin(config, NullLogger<IpRestrictionPlugin>.Instance).AccessAsync(exchange);
}
