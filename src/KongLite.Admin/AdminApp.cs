using KongLite.Admin.Crud;
using KongLite.Admin.Endpoints;
using KongLite.Admin.OpenApi;
using KongLite.Admin.Routing;
using KongLite.Sdk.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Admin;

/// <summary>The Admin API.</summary>
public static class AdminApp
{
    /// <summary>Answers every request of a branch. The branch has to see to it that only admin listeners lead there.</summary>
    public static void Map(IApplicationBuilder app)
    {
        IServiceProvider services = app.ApplicationServices;
        OpenApiPages.Map(app);
        app.Run(AdminPipeline.Create(services, services.GetRequiredService<EndpointTable>(), allowsCredentials: true).InvokeAsync);
    }

    /// <summary>The paths of the Admin API.</summary>
    internal static EndpointTable Endpoints(IServiceProvider services)
    {
        var endpoints = new EndpointTable();
        services.GetRequiredService<InformationEndpoints>().Map(endpoints);
        services.GetRequiredService<StatusEndpoints>().Map(endpoints);
        services.GetRequiredService<SchemaEndpoints>().Map(endpoints);
        services.GetRequiredService<TagEndpoints>().Map(endpoints);
        services.GetRequiredService<ConfigEndpoints>().Map(endpoints);
        OperationsEndpoints.Map(endpoints);
        FilterChainEndpoints.Map(endpoints);
        AcmeEndpoints.Map(endpoints);
        // What is special about some entities, before what is the same for all.
        services.GetRequiredService<ConsumerEndpoints>().Map(endpoints);
        services.GetRequiredService<CertificateEndpoints>().Map(endpoints);
        services.GetRequiredService<TargetEndpoints>().Map(endpoints);
        services.GetRequiredService<EntityEndpoints>().Map(endpoints);
        services.GetRequiredService<UpstreamHealthEndpoints>().Map(endpoints);
        services.GetRequiredService<PluginEndpoints>().Map(endpoints);
        if (services.GetService<ILogLevelSwitch>() is not null)
        {
            ActivatorUtilities.CreateInstance<LogLevelEndpoints>(services).Map(endpoints);
        }

        return endpoints;
    }
}
