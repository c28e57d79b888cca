using System.Text.Json.Serialization;
using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.RateLimits;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.RateLimiting;

/// <summary>Configuration of <c>rate-limiting</c>.</summary>
[RedisAlias("rate-limiting", "host")]
[RedisAlias("rate-limiting", "port")]
[RedisAlias("rate-limiting", "password")]
[RedisAlias("rate-limiting", "username")]
[RedisAlias("rate-limiting", "ssl")]
[RedisAlias("rate-limiting", "ssl_verify")]
[RedisAlias("rate-limiting", "server_name")]
[RedisAlias("rate-limiting", "timeout")]
[RedisAlias("rate-limiting", "database")]
internal sealed record RateLimitingConfig
{
    /// <summary>Requests allowed in a second. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Second { get; init; }

    /// <summary>Requests allowed in a minute. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Minute { get; init; }

    /// <summary>Requests allowed in an hour. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Hour { get; init; }

    /// <summary>Requests allowed in a day. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Day { get; init; }

    /// <summary>Requests allowed in a month. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Month { get; init; }

    /// <summary>Requests allowed in a year. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Year { get; init; }

    /// <summary>Whose requests are counted together. What cannot be told of a request is replaced by the client's address.</summary>
    public LimitBy? LimitBy { get; init; } = RateLimiting.LimitBy.Consumer;

    /// <summary>Header to count by, when that is what is counted by.</summary>
    [Is<HeaderName>]
    public string? HeaderName { get; init; }

    /// <summary>Path to count by, when that is what is counted by.</summary>
    [StartsWith("/"), Is<HttpPath>]
    public string? Path { get; init; }

    /// <summary>Where counters are kept.</summary>
    [LengthMin(0), OneOfWithoutDatabase("local", "redis")]
    public CounterPolicy? Policy { get; init; } = CounterPolicy.Local;

    /// <summary>Whether requests pass uncounted while counters cannot be reached; else they fail with 500.</summary>
    public bool FaultTolerant { get; init; } = true;

    /// <summary>The Redis server, when counters are kept there.</summary>
    public RedisConfig Redis { get; init; } = new();

    /// <summary>Whether clients are not told their limits in headers.</summary>
    public bool HideClientHeaders { get; init; }

    /// <summary>Status of requests beyond the limit.</summary>
    [GreaterThan(0)]
    public double? ErrorCode { get; init; } = 429;

    /// <summary>Message for requests beyond the limit.</summary>
    public string? ErrorMessage { get; init; } = "API rate limit exceeded";

    /// <summary>Time between two updates of the counters in Redis, in seconds, from 0.02; -1: each request updates them.</summary>
    public double SyncRate { get; init; } = -1;
}

/// <summary>Whose requests are counted together.</summary>
internal enum LimitBy
{
    /// <summary>The consumer's, or the credential's.</summary>
    [JsonStringEnumMemberName("consumer")]
    Consumer,

    /// <summary>The credential's.</summary>
    [JsonStringEnumMemberName("credential")]
    Credential,

    /// <summary>Those of the client's address.</summary>
    [JsonStringEnumMemberName("ip")]
    Ip,

    /// <summary>Those to the service.</summary>
    [JsonStringEnumMemberName("service")]
    Service,

    /// <summary>Those with the same value of a header.</summary>
    [JsonStringEnumMemberName("header")]
    Header,

    /// <summary>Those for a path.</summary>
    [JsonStringEnumMemberName("path")]
    Path,
}
