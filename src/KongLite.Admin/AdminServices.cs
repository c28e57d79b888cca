using KongLite.Admin.Crud;
using KongLite.Admin.Crud.Rules;
using KongLite.Admin.Endpoints;
using KongLite.Admin.OpenApi;
using KongLite.Gateway.Balancing;
using KongLite.Sdk.Exchanges;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KongLite.Admin;

/// <summary>What the Admin API and the Status API bring to the node.</summary>
public static class AdminServices
{
    /// <summary>Adds the services of <see cref="AdminApp"/> and <see cref="StatusApp"/>.</summary>
    /// <param name="services">The node's services.</param>
    /// <param name="options">Settings of the Admin API.</param>
    public static IServiceCollection AddAdmin(this IServiceCollection services, AdminOptions options)
    {
        services.TryAddSingleton<ConnectionCounters>();
        services.TryAddSingleton<UpstreamHealth>();
        return services
            .AddSingleton(options)
            .AddSingleton<SnapshotBarrier>()
            .AddSingleton<ForeignKeyResolver>()
            .AddSingleton<IEntityRules, CaCertificateRules>()
            .AddSingleton<IEntityRules, CertificateRules>()
            .AddSingleton<IEntityRules, PluginRules>()
            .AddSingleton<IEntityRules, TargetRules>()
            .AddSingleton<EntityRules>()
            .AddSingleton<EntityViews>()
            .AddSingleton<PathRows>()
            .AddSingleton<NewestTargets>()
            .AddSingleton<EntityInput>()
            .AddSingleton<WriteTurns>()
            .AddSingleton<WriteAttempts>()
            .AddSingleton<EntityReads>()
            .AddSingleton<EntityWrites>()
            .AddSingleton<ConsumerEndpoints>()
            .AddSingleton<CertificateEndpoints>()
            .AddSingleton<TargetEndpoints>()
            .AddSingleton<EntityEndpoints>()
            .AddSingleton<InformationEndpoints>()
            .AddSingleton<StatusEndpoints>()
            .AddSingleton<ReadinessEndpoints>()
            .AddSingleton<SchemaEndpoints>()
            .AddSingleton<TagEndpoints>()
            .AddSingleton<UpstreamHealthEndpoints>()
            .AddSingleton<ConfigEndpoints>()
            .AddSingleton<PluginEndpoints>()
            .AddSingleton(AdminApp.Endpoints)
            .AddAdminDescription();
    }
}
