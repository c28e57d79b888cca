using System.Text.Json.Serialization;
using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.RateLimits;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.ResponseRatelimiting;

/// <summary>Configuration of <c>response-ratelimiting</c>.</summary>
[RedisAlias("response-ratelimiting", "host")]
[RedisAlias("response-ratelimiting", "port")]
[RedisAlias("response-ratelimiting", "password")]
[RedisAlias("response-ratelimiting", "username")]
[RedisAlias("response-ratelimiting", "ssl")]
[RedisAlias("response-ratelimiting", "ssl_verify")]
[RedisAlias("response-ratelimiting", "server_name")]
[RedisAlias("response-ratelimiting", "timeout")]
[RedisAlias("response-ratelimiting", "database")]
internal sealed record ResponseRatelimitingConfig
{
    /// <summary>Header of the service's answers that says what to count: <c>name=number</c>, separated by commas. Clients do not see it.</summary>
    public string? HeaderName { get; init; } = "x-kong-limit";

    /// <summary>Whose requests are counted together. What cannot be told of a request is replaced by the client's address.</summary>
    public ResponseLimitBy? LimitBy { get; init; } = ResponseLimitBy.Consumer;

    /// <summary>Where counters are kept.</summary>
    [OneOfWithoutDatabase("local", "redis")]
    public CounterPolicy? Policy { get; init; } = CounterPolicy.Local;

    /// <summary>Whether requests pass uncounted while counters cannot be reached; else they fail with 500.</summary>
    public bool FaultTolerant { get; init; } = true;

    /// <summary>The Redis server, when counters are kept there.</summary>
    public RedisConfig Redis { get; init; } = new();

    /// <summary>Whether one exhausted limit is enough to answer 429 without asking the service.</summary>
    public bool BlockOnFirstViolation { get; init; }

    /// <summary>Whether clients are not told their limits in headers.</summary>
    public bool HideClientHeaders { get; init; }

    /// <summary>The limits by the names that the service's header uses.</summary>
    [LengthMin(1), ShownRequired(Part.Element)]
    public required IReadOnlyDictionary<string, ResponseLimit> Limits { get; init; }
}

/// <summary>Whose requests are counted together.</summary>
internal enum ResponseLimitBy
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
}
