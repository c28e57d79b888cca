using System.Text.Json.Serialization;

namespace KongLite.Settings;

/// <summary>Access logs, and how the node ends.</summary>
internal sealed partial record NodeSettings
{
    /// <summary>
    /// Access log of the proxy: a path, relative to the prefix, /dev/stdout, /dev/stderr, or off. The word combined behind the path leaves the request id out.
    /// </summary>
    [AccessLog]
    public string ProxyAccessLog { get; init; } = "logs/access.log";

    /// <summary>Access log of the Admin API, as proxy_access_log but always in the combined form.</summary>
    [AccessLog]
    public string AdminAccessLog { get; init; } = "logs/admin_access.log";

    /// <summary>Access log of the status API, as admin_access_log.</summary>
    [AccessLog]
    public string StatusAccessLog { get; init; } = "off";

    /// <summary>How long the requests under way may take when the node is told to stop, such as 30s or 1m30s. Unset: 30s.</summary>
    [Duration]
    public string? NginxMainWorkerShutdownTimeout { get; init; }

    /// <summary>How long the requests under way may take when the node is told to stop.</summary>
    [JsonIgnore]
    public TimeSpan ShutdownTimeout => DurationAttribute.Parse(NginxMainWorkerShutdownTimeout) ?? TimeSpan.FromSeconds(30);
}
