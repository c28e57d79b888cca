using System.Text.Json.Serialization;

namespace KongLite.Plugins.CorrelationId;

/// <summary>How correlation ids are made.</summary>
internal enum CorrelationIdGenerator
{
    /// <summary>A random UUID each time.</summary>
    [JsonStringEnumMemberName("uuid")]
    Uuid,

    /// <summary>A UUID that stays, and a number that counts up.</summary>
    [JsonStringEnumMemberName("uuid#counter")]
    UuidCounter,

    /// <summary>Address, port, process, connection, request on the connection and time.</summary>
    [JsonStringEnumMemberName("tracker")]
    Tracker,
}
