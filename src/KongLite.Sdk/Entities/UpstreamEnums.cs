using System.Text.Json.Serialization;

namespace KongLite.Sdk.Entities;

/// <summary>How a target is picked.</summary>
public enum BalancerAlgorithm
{
    /// <summary>By a hash of something in the request.</summary>
    [JsonStringEnumMemberName("consistent-hashing")]
    ConsistentHashing,

    /// <summary>The target with the fewest requests for its weight.</summary>
    [JsonStringEnumMemberName("least-connections")]
    LeastConnections,

    /// <summary>One after the other, by weight.</summary>
    [JsonStringEnumMemberName("round-robin")]
    RoundRobin,

    /// <summary>The target that has answered fastest lately.</summary>
    [JsonStringEnumMemberName("latency")]
    Latency,
}

/// <summary>What is hashed to pick a target.</summary>
public enum HashInput
{
    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The authenticated consumer.</summary>
    [JsonStringEnumMemberName("consumer")]
    Consumer,

    /// <summary>The client's address.</summary>
    [JsonStringEnumMemberName("ip")]
    Ip,

    /// <summary>A request header.</summary>
    [JsonStringEnumMemberName("header")]
    Header,

    /// <summary>A cookie.</summary>
    [JsonStringEnumMemberName("cookie")]
    Cookie,

    /// <summary>The request's path.</summary>
    [JsonStringEnumMemberName("path")]
    Path,

    /// <summary>A query argument.</summary>
    [JsonStringEnumMemberName("query_arg")]
    QueryArg,

    /// <summary>A capture of the route's path.</summary>
    [JsonStringEnumMemberName("uri_capture")]
    UriCapture,
}

/// <summary>The protocol of a health check.</summary>
public enum HealthcheckType
{
    /// <summary>A TCP connection.</summary>
    [JsonStringEnumMemberName("tcp")]
    Tcp,

    /// <summary>An HTTP request.</summary>
    [JsonStringEnumMemberName("http")]
    Http,

    /// <summary>An HTTP request over TLS.</summary>
    [JsonStringEnumMemberName("https")]
    Https,

    /// <summary>A gRPC connection.</summary>
    [JsonStringEnumMemberName("grpc")]
    Grpc,

    /// <summary>A gRPC connection over TLS.</summary>
    [JsonStringEnumMemberName("grpcs")]
    Grpcs,
}
