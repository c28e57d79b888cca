using System.Text.Json.Serialization;

namespace KongLite.Plugins.Shared.Metrics;

/// <summary>What a consumer is called in metrics.</summary>
internal enum ConsumerIdentifier
{
    /// <summary>Its id.</summary>
    [JsonStringEnumMemberName("consumer_id")]
    ConsumerId,

    /// <summary>Its custom id.</summary>
    [JsonStringEnumMemberName("custom_id")]
    CustomId,

    /// <summary>Its username.</summary>
    [JsonStringEnumMemberName("username")]
    Username,
}

/// <summary>What a service is called in metrics.</summary>
internal enum ServiceIdentifier
{
    /// <summary>Its id.</summary>
    [JsonStringEnumMemberName("service_id")]
    ServiceId,

    /// <summary>Its name.</summary>
    [JsonStringEnumMemberName("service_name")]
    ServiceName,

    /// <summary>Its host.</summary>
    [JsonStringEnumMemberName("service_host")]
    ServiceHost,

    /// <summary>Its name, or its host when it has no name.</summary>
    [JsonStringEnumMemberName("service_name_or_host")]
    ServiceNameOrHost,
}

/// <summary>What a workspace is called in metrics.</summary>
internal enum WorkspaceIdentifier
{
    /// <summary>Its id.</summary>
    [JsonStringEnumMemberName("workspace_id")]
    WorkspaceId,

    /// <summary>Its name.</summary>
    [JsonStringEnumMemberName("workspace_name")]
    WorkspaceName,
}
