using KongLite.Sdk.Storage;
using KongLite.Tests.Store;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Tests.Admin.Endpoints;

public sealed class LogLevelTests
{
    private readonly FakeClusterEvents _events = new();

    [Fact]
    public async Task A_level_for_the_cluster_reaches_the_other_nodes()
    {
        await using AdminNode node = await StartAsync();

        Reply reply = await node.PutAsync("/debug/cluster/log-level/debug", "timeout=2.5");

        Assert.Equal((200, "log level changed"), (reply.Status, reply.MessageText));
        Assert.Equal("log level: debug", (await node.GetAsync("/debug/node/log-level")).MessageText);
        Assert.Equal(["log_level {\"log_level\":8,\"timeout\":3}"], _events.Sent);
    }

    [Theory]
    [InlineData("/debug/node/log-level/debug")]
    [InlineData("/debug/cluster/log-level/notice")]
    [InlineData("/debug/cluster/log-level/loud")]
    [InlineData("/debug/cluster/log-level/debug?timeout=-1")]
    public async Task Anything_else_stays_on_the_node(string path)
    {
        await using AdminNode node = await StartAsync();

        await node.SendAsync(HttpMethod.Put, path);

        Assert.Empty(_events.Sent);
    }

    [Fact]
    public async Task Says_when_the_other_nodes_could_not_be_told()
    {
        _events.IsLost = true;
        await using AdminNode node = await StartAsync();

        Reply reply = await node.SendAsync(HttpMethod.Put, "/debug/cluster/log-level/debug");

        Assert.Equal((500, "failed broadcasting to cluster: connection refused"), (reply.Status, reply.MessageText));
        Assert.Equal("log level: debug", (await node.GetAsync("/debug/node/log-level")).MessageText);
    }

    private Task<AdminNode> StartAsync() => AdminNode.StartAsync(services: services => services.AddSingleton<IClusterEvents>(_events));
}
