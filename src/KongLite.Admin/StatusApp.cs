using KongLite.Admin.Endpoints;
using KongLite.Admin.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Admin;

/// <summary>The Status API: what orchestrators and monitoring may read.</summary>
public static class StatusApp
{
    /// <summary>Answers every request of a branch to which only status listeners lead.</summary>
    public static void Map(IApplicationBuilder app)
    {
        IServiceProvider services = app.ApplicationServices;
        var endpoints = new EndpointTable();
        services.GetRequiredService<StatusEndpoints>().Map(endpoints);
        services.GetRequiredService<ReadinessEndpoints>().Map(endpoints);
        services.GetRequiredService<PluginEndpoints>().MapStatus(endpoints);

        app.Run(AdminPipeline.Create(services, endpoints, allowsCredentials: false).InvokeAsync);
    }
}
