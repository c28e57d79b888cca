using System.Net;
using System.Net.Http.Json;
using KongLite.Testing;

namespace KongLite.Tests.Plugins.RateLimiting;

public sealed class RateLimitingProxyTests
{
    [Fact]
    public async Task Lets_exactly_as_many_pass_as_the_limit_says_however_many_come_at_once()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync();
        await Given(gateway, upstream, "/plugins", new { name = "rate-limiting", config = new { year = 1000, limit_by = "ip" } });
        int passed = 0;
        int refused = 0;

        await Parallel.ForAsync(0, 1400, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, cancellationToken) =>
        {
            using HttpResponseMessage answer = await gateway.Proxy.GetAsync("/r", cancellationToken);
            Interlocked.Increment(ref answer.StatusCode == HttpStatusCode.OK ? ref passed : ref refused);
        });

        Assert.Equal((1000, 400, 1000), (passed, refused, upstream.Requests.Count));
    }

    [Fact]
    public async Task Puts_its_headers_in_front_of_those_that_the_service_sends()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context =>
        {
            context.Response.Headers["X-RateLimit-Limit-Year"] = "7";
            return Task.CompletedTask;
        });
        await using TestGateway gateway = await TestGateway.StartAsync();
        await Given(gateway, upstream, "/plugins", new { name = "rate-limiting", config = new { year = 1000 } });

        using HttpResponseMessage answer = await gateway.Proxy.GetAsync("/r");

        Assert.Equal(["1000", "7"], answer.Headers.GetValues("X-RateLimit-Limit-Year"));
    }

    [Fact]
    public async Task Counts_on_after_the_plugin_was_made_again_for_the_same_route()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync();
        object plugin = new { name = "rate-limiting", instance_name = "limit", config = new { year = 10 } };
        await Given(gateway, upstream, "/routes/r/plugins", plugin);
        using HttpResponseMessage first = await gateway.Proxy.GetAsync("/r");

        await gateway.Admin.DeleteAsync("/plugins/limit");
        await gateway.Admin.PostAsJsonAsync("/routes/r/plugins", plugin);
        using HttpResponseMessage second = await gateway.Proxy.GetAsync("/r");

        Assert.Equal(("9", "8"), (first.Headers.GetValues("RateLimit-Remaining").Single(), second.Headers.GetValues("RateLimit-Remaining").Single()));
    }

    private static async Task Given(TestGateway gateway, FakeUpstream upstream, string path, object plugin)
    {
        (await gateway.Admin.PutAsJsonAsync("/services/s", new { url = upstream.Uri })).EnsureSuccessStatusCode();
        (await gateway.Admin.PutAsJsonAsync("/services/s/routes/r", new { paths = new[] { "/r" } })).EnsureSuccessStatusCode();
        (await gateway.Admin.PostAsJsonAsync(path, plugin)).EnsureSuccessStatusCode();
    }
}
