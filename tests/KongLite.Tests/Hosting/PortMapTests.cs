using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Testing;

namespace KongLite.Tests.Hosting;

/// <summary>A node behind something that publishes its ports under other numbers.</summary>
public sealed class PortMapTests
{
    [Fact]
    public async Task Tells_services_and_routes_of_the_port_outside()
    {
        int inside = FreePorts.Take(1);
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await StartAsync(inside, $"1:{inside}, 8080:{inside}");
        await gateway.Admin.PostAsJsonAsync("/services", new { name = "s", url = upstream.Uri });
        await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { hosts = (string[])["mapped.test:8080", "any.test"] });

        Assert.Equal(200, await StatusAsync(gateway, "mapped.test"));
        Assert.Equal("8080", (string?)upstream.LastRequest.Headers["X-Forwarded-Port"]);
        Assert.Equal(200, await StatusAsync(gateway, "mapped.test:8080"));
        Assert.Equal(404, await StatusAsync(gateway, $"mapped.test:{inside}"));
        Assert.Equal(404, await StatusAsync(gateway, "mapped.test:1"));
        Assert.Equal(200, await StatusAsync(gateway, "any.test:99"));
        Assert.Equal("8080", (string?)upstream.LastRequest.Headers["X-Forwarded-Port"]);
    }

    [Fact]
    public async Task Leaves_other_ports_alone()
    {
        int inside = FreePorts.Take(1);
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await StartAsync(inside, "80:1, 443:2");
        await gateway.Admin.PostAsJsonAsync("/services", new { name = "s", url = upstream.Uri });
        await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { hosts = (string[])[$"a.test:{inside}"] });

        Assert.Equal(200, await StatusAsync(gateway, "a.test"));
        Assert.Equal($"{inside}", (string?)upstream.LastRequest.Headers["X-Forwarded-Port"]);
    }

    [Fact]
    public async Task Shows_the_ports_by_those_inside()
    {
        await using TestGateway gateway = await StartAsync(FreePorts.Take(1), "80:8000, 443:8443");

        JsonNode info = (await gateway.Admin.GetFromJsonAsync<JsonNode>("/"))!;

        Assert.Equal("""["80:8000","443:8443"]""", info["configuration"]!["port_maps"]!.ToJsonString());
        Assert.Equal("""{"8000":80,"8443":443}""", info["configuration"]!["host_ports"]!.ToJsonString());
    }

    private static Task<TestGateway> StartAsync(int port, string maps) =>
        TestGateway.StartAsync(new Dictionary<string, string> { ["proxy_listen"] = $"127.0.0.1:{port}", ["port_maps"] = maps });

    private static async Task<int> StatusAsync(TestGateway gateway, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = host } };
        using HttpResponseMessage answer = await gateway.Proxy.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
