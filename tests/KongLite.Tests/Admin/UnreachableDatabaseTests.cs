using KongLite.Gateway.Snapshot;
using KongLite.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Admin;

public sealed class UnreachableDatabaseTests : IDisposable
{
    private const string Id = "05fed3d3-32aa-44b9-9427-df41280cbc66";
    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData("GET", "/services", null)]
    [InlineData("GET", $"/services/{Id}", null)]
    [InlineData("POST", "/services", """{"url":"http://a.test","name":"secret-in-body"}""")]
    [InlineData("PUT", $"/services/{Id}", """{"url":"http://a.test"}""")]
    [InlineData("PATCH", $"/services/{Id}", """{"url":"http://a.test"}""")]
    [InlineData("DELETE", $"/services/{Id}", null)]
    [InlineData("GET", "/tags", null)]
    [InlineData("PUT", $"/upstreams/pool/targets/{Id}/unhealthy", null)]
    public async Task Reads_and_writes_fail_as_Kong_does_and_are_told_in_a_line(string method, string path, string? body)
    {
        await using AdminNode node = await StartAsync(isLost: true);

        Reply reply = await node.SendAsync(new HttpMethod(method), path + "?password=x", body);

        Assert.Equal((500, """{"message":"An unexpected error occurred"}"""), (reply.Status, reply.Text));
        LogLine line = Assert.Single(_log.All, line => line.Level >= LogLevel.Warning);
        Assert.Equal($"{method} {path} failed: {FakeDatabase.Reason}", line.Text);
        Assert.Null(line.Error);
    }

    [Fact]
    public async Task Works_again_when_the_database_is_back()
    {
        await using AdminNode node = await StartAsync(isLost: true);
        Reply lost = await node.PostAsync("/services", """{"url":"http://a.test","name":"a"}""");

        node.Services.GetRequiredService<FakeDatabase>().Find();
        node.State.Publish(GatewaySnapshot.Empty.WithVersion(long.MaxValue));
        Reply found = await node.PostAsync("/services", """{"url":"http://a.test","name":"a"}""");

        Assert.Equal((500, 201), (lost.Status, found.Status));
    }

    [Fact]
    public async Task The_node_tells_of_itself_all_the_same()
    {
        await using AdminNode node = await StartAsync(isLost: true);

        Assert.Equal(200, (await node.GetAsync("/")).Status);
    }

    [Theory]
    [InlineData(true, "false")]
    [InlineData(false, "true")]
    public async Task The_status_tells_whether_it_is_there(bool isLost, string reachable)
    {
        await using AdminNode node = await StartAsync(isLost);

        Reply status = await node.GetAsync("/status");

        Assert.Equal((200, reachable), (status.Status, status.Json["database"]!["reachable"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_node_that_never_had_a_configuration_is_not_ready_because_of_it()
    {
        await using AdminNode node = await StartAsync(isLost: true, status: true);

        Reply ready = await node.GetAsync("/status/ready");

        Assert.Equal((503, "failed to connect to database"), (ready.Status, ready.MessageText));
    }

    [Fact]
    public async Task A_node_that_waits_for_its_first_configuration_is_not_ready()
    {
        await using AdminNode node = await StartAsync(isLost: true, status: true);
        node.Services.GetRequiredService<FakeDatabase>().Find();

        Reply ready = await node.GetAsync("/status/ready");

        Assert.Equal((503, "router builds not yet complete"), (ready.Status, ready.MessageText));
    }

    [Fact]
    public async Task A_node_that_has_a_configuration_stays_ready()
    {
        await using AdminNode node = await StartAsync(isLost: true, status: true);
        node.State.Publish(GatewaySnapshot.Empty.WithVersion(0));

        Reply ready = await node.GetAsync("/status/ready");

        Assert.Equal((200, "ready"), (ready.Status, ready.MessageText));
    }

    private Task<AdminNode> StartAsync(bool isLost, bool status = false) => AdminNode.StartAsync(status: status, services: services =>
    {
        FakeDatabase.Add(services, isLost);
        services.AddSingleton<ILoggerProvider>(_log);
    });
}
