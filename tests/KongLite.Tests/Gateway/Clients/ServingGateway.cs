using System.Net.Http.Json;
using KongLite.Testing;

namespace KongLite.Tests.Gateway.Clients;

/// <summary>A node whose one route leads everything to one service.</summary>
internal static class ServingGateway
{
    /// <summary>Starts it.</summary>
    /// <param name="service">Address of the service.</param>
    /// <param name="protocols">The route's protocols.</param>
    public static async Task<TestGateway> StartAsync(string service, params string[] protocols)
    {
        TestGateway gateway = await TestGateway.StartAsync();
        await AddAsync(gateway, service, protocols);
        return gateway;
    }

    /// <summary>Adds service and route to a node.</summary>
    public static async Task AddAsync(TestGateway gateway, string service, params string[] protocols)
    {
        using HttpResponseMessage added = await gateway.Admin.PostAsJsonAsync("/services", new { name = "s", url = service });
        using HttpResponseMessage route = await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { paths = new[] { "/" }, protocols });
        Assert.True(added.IsSuccessStatusCode && route.IsSuccessStatusCode, await route.Content.ReadAsStringAsync());
    }
}
