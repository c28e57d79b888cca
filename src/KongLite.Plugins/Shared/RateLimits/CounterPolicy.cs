using System.Text.Json.Serialization;

namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>Where counters are kept.</summary>
internal enum CounterPolicy
{
    /// <summary>In the node's memory; each node counts for itself.</summary>
    [JsonStringEnumMemberName("local")]
    Local,

    /// <summary>In the database, for all nodes together.</summary>
    [JsonStringEnumMemberName("cluster")]
    Cluster,

    /// <summary>In a Redis server, for all nodes together.</summary>
    [JsonStringEnumMemberName("redis")]
    Redis,
}
