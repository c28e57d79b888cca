using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Metrics;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using Host = KongLite.Sdk.Schema.Typedefs.Host;

namespace KongLite.Plugins.Datadog;

/// <summary>Configuration of <c>datadog</c>.</summary>
internal sealed record DatadogConfig
{
    /// <summary>Host of the Datadog agent.</summary>
    [Is<Host>, Referenceable]
    public string? Host { get; init; } = "localhost";

    /// <summary>UDP port of the agent.</summary>
    [Port]
    public int? Port { get; init; } = 8125;

    /// <summary>Beginning of every metric's name.</summary>
    public string? Prefix { get; init; } = "kong";

    /// <summary>Name of the tag that holds the service.</summary>
    public string? ServiceNameTag { get; init; } = "name";

    /// <summary>Name of the tag that holds the status of the answer.</summary>
    public string? StatusTag { get; init; } = "status";

    /// <summary>Name of the tag that holds the consumer.</summary>
    public string? ConsumerTag { get; init; } = "consumer";

    /// <summary>Has no effect: <c>queue.max_retry_time</c> bounds the tries.</summary>
    [Deprecated("datadog: config.retry_count no longer works, please use config.queue.max_retry_time instead", OldDefault = 10)]
    public int? RetryCount { get; init; }

    /// <summary>Old name of <c>queue.max_batch_size</c>; it wins unless it is 1.</summary>
    [Deprecated("datadog: config.queue_size is deprecated, please use config.queue.max_batch_size instead", OldDefault = 1)]
    public int? QueueSize { get; init; }

    /// <summary>Old name of <c>queue.max_coalescing_delay</c>; it wins unless it is 2.</summary>
    [Deprecated("datadog: config.flush_timeout is deprecated, please use config.queue.max_coalescing_delay instead", OldDefault = 2)]
    public double? FlushTimeout { get; init; }

    /// <summary>How metrics wait to be sent.</summary>
    public QueueConfig Queue { get; init; } = new();

    /// <summary>The metrics to send.</summary>
    public IReadOnlyList<DatadogMetric> Metrics { get; init; } =
    [
        Default("request_count", "counter") with { SampleRate = 1 },
        Default("latency", "timer"),
        Default("request_size", "timer"),
        Default("response_size", "timer"),
        Default("upstream_latency", "timer"),
        Default("kong_latency", "timer"),
    ];

    private static DatadogMetric Default(string name, string type) => new()
    {
        Name = name,
        StatType = type,
        Tags = ["app:kong"],
        ConsumerIdentifier = ConsumerIdentifier.CustomId,
    };
}
