using KongLite.Gateway.Snapshot;

namespace KongLite.Tests.Admin;

public sealed class StatusAppTests
{
    [Fact]
    public async Task Is_ready_once_a_snapshot_is_in_force()
    {
        await using AdminNode node = await AdminNode.StartAsync(status: true);
        await node.State.WaitForAsync(0, CancellationToken.None);

        Reply ready = await node.GetAsync("/status/ready");

        Assert.Equal((200, """{"message":"ready"}"""), (ready.Status, ready.Text));
        Assert.Equal("*", ready.Header("Access-Control-Allow-Origin"));
        Assert.Null(ready.Header("Access-Control-Allow-Credentials"));
        Assert.Equal(-1, GatewaySnapshot.Empty.Version);
    }

    [Fact]
    public async Task Says_when_it_drains()
    {
        await using AdminNode node = await AdminNode.StartAsync(status: true);

        Reply other = await node.PostAsync("/status/ready", "status=other");
        Reply draining = await node.PostAsync("/status/ready", "status=draining");
        Reply after = await node.GetAsync("/status/ready");

        Assert.Equal((400, "text/html; charset=UTF-8", true), (other.Status, other.Header("Content-Type"), other.Message.Headers.ConnectionClose));
        Assert.Equal(204, draining.Status);
        Assert.Equal((503, """{"message":"draining"}"""), (after.Status, after.Text));
    }

    [Fact]
    public async Task Has_no_configuration()
    {
        await using AdminNode node = await AdminNode.StartAsync(status: true);

        Assert.Equal(200, (await node.GetAsync("/status")).Status);
        Assert.Equal(404, (await node.GetAsync("/services")).Status);
    }
}
