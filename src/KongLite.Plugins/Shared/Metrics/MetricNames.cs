using KongLite.Plugins.Shared.Logging;
using KongLite.Sdk.Entities;

namespace KongLite.Plugins.Shared.Metrics;

/// <summary>What things are called in metrics.</summary>
internal static class MetricNames
{
    /// <summary>What a consumer is called; null: there is none, or it lacks the identifier.</summary>
    public static string? Of(Consumer? consumer, ConsumerIdentifier identifier) => identifier switch
    {
        ConsumerIdentifier.ConsumerId => consumer?.Id.ToString("D"),
        ConsumerIdentifier.CustomId => consumer?.CustomId,
        _ => consumer?.Username,
    };

    /// <summary>What a service is called; null: it lacks the identifier.</summary>
    public static string? Of(Service service, ServiceIdentifier identifier) => identifier switch
    {
        ServiceIdentifier.ServiceId => service.Id.ToString("D"),
        ServiceIdentifier.ServiceName => service.Name,
        ServiceIdentifier.ServiceHost => service.Host,
        _ => service.Name ?? service.Host,
    };

    /// <summary>What the workspace is called.</summary>
    public static string OfWorkspace(WorkspaceIdentifier identifier) =>
        identifier == WorkspaceIdentifier.WorkspaceName ? "default" : LogEntry.WorkspaceId;
}
