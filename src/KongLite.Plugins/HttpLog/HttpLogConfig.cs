using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Lua;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.HttpLog;

/// <summary>Configuration of <c>http-log</c>.</summary>
internal sealed record HttpLogConfig
{
    /// <summary>URL of the log server; <c>user:password@</c> before the host becomes an Authorization header. The query is not sent.</summary>
    [Is<Url>, Referenceable, Secret]
    public required string HttpEndpoint { get; init; }

    /// <summary>Method of the requests to the log server.</summary>
    [OneOf("POST", "PUT", "PATCH")]
    public string? Method { get; init; } = "POST";

    /// <summary>Content type of the requests to the log server.</summary>
    [OneOf("application/json", "application/json; charset=utf-8")]
    public string? ContentType { get; init; } = "application/json";

    /// <summary>How long connecting, each send and each receive may take, in milliseconds.</summary>
    public double? Timeout { get; init; } = 10000;

    /// <summary>How long an idle connection is kept for the next request, in milliseconds.</summary>
    public double? Keepalive { get; init; } = 60000;

    /// <summary>Has no effect: <c>queue.max_retry_time</c> bounds the tries.</summary>
    [Deprecated("http-log: config.retry_count no longer works, please use config.queue.max_retry_time instead", OldDefault = 10)]
    public int? RetryCount { get; init; }

    /// <summary>Old name of <c>queue.max_batch_size</c>; it wins unless it is 1.</summary>
    [Deprecated("http-log: config.queue_size is deprecated, please use config.queue.max_batch_size instead", OldDefault = 1)]
    public int? QueueSize { get; init; }

    /// <summary>Old name of <c>queue.max_coalescing_delay</c>; it wins unless it is 2.</summary>
    [Deprecated("http-log: config.flush_timeout is deprecated, please use config.queue.max_coalescing_delay instead", OldDefault = 2)]
    public double? FlushTimeout { get; init; }

    // Kong's patterns, the slip in the second one included: /schemas shows them.
    /// <summary>More headers of the requests to the log server: name to value. Null: none.</summary>
    [MatchNone("^[Hh][Oo][Ss][Tt]$", "cannot contain 'Host' header", On = Part.Key)]
    [MatchNone("^[Cc][Oo][Nn][Tt][Ee][Nn][Tt]%-[Ll][Ee][nn][Gg][Tt][Hh]$", "cannot contain 'Content-Length' header", On = Part.Key)]
    [MatchNone("^[Cc][Oo][Nn][Tt][Ee][Nn][Tt]%-[Tt][Yy][Pp][Ee]$", "cannot contain 'Content-Type' header", On = Part.Key)]
    [Is<HeaderName>(On = Part.Key), Referenceable(On = Part.Element)]
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>How entries wait to be sent.</summary>
    public QueueConfig Queue { get; init; } = new();

    /// <summary>More fields of the entry: name to Lua code that returns a constant; those with other code are left out. Null: none.</summary>
    [LengthMin(1, On = Part.Key), LengthMin(1, On = Part.Element), LuaCode("Error parsing function", On = Part.Element)]
    public IReadOnlyDictionary<string, string>? CustomFieldsByLua { get; init; }

    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"http-log {Method}";
}
