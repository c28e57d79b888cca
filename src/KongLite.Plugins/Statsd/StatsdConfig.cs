using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Metrics;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using Host = KongLite.Sdk.Schema.Typedefs.Host;

namespace KongLite.Plugins.Statsd;

/// <summary>Configuration of <c>statsd</c>.</summary>
internal sealed record StatsdConfig
{
    /// <summary>Host of the StatsD server.</summary>
    [Is<Host>]
    public string? Host { get; init; } = "localhost";

    /// <summary>Port of the StatsD server.</summary>
    [Port]
    public int? Port { get; init; } = 8125;

    /// <summary>Beginning of every metric's name.</summary>
    public string? Prefix { get; init; } = "kong";

    /// <summary>The metrics to send.</summary>
    public IReadOnlyList<StatsdMetric>? Metrics { get; init; } =
    [
        Sampled("request_count", "counter"),
        Unsampled("latency", "timer"),
        Sampled("request_size", "counter"),
        Sampled("status_count", "counter"),
        Sampled("response_size", "counter"),
        Unsampled("unique_users", "set"),
        Sampled("request_per_user", "counter"),
        Unsampled("upstream_latency", "timer"),
        Unsampled("kong_latency", "timer"),
        Sampled("status_count_per_user", "counter"),
        Sampled("status_count_per_workspace", "counter"),
        Sampled("status_count_per_user_per_route", "counter"),
        Sampled("shdict_usage", "gauge"),
    ];

    /// <summary>Ranges of statuses, <c>200-299</c>, that the metrics with a status tell of. Null: all.</summary>
    [Match("^[0-9]+-[0-9]+$", On = Part.Element)]
    public IReadOnlyList<string>? AllowStatusCodes { get; init; }

    /// <summary>Bytes up to which metrics share a datagram; 0: each has its own.</summary>
    [Between(0, 65507)]
    public double? UdpPacketSize { get; init; } = 0;

    /// <summary>Whether to send over TCP.</summary>
    public bool? UseTcp { get; init; } = false;

    /// <summary>Whether the node's host name follows the prefix.</summary>
    public bool? HostnameInPrefix { get; init; } = false;

    /// <summary>What consumers are called in metrics that do not say.</summary>
    public ConsumerIdentifier ConsumerIdentifierDefault { get; init; } = ConsumerIdentifier.CustomId;

    /// <summary>What services are called in metrics that do not say.</summary>
    public ServiceIdentifier ServiceIdentifierDefault { get; init; } = ServiceIdentifier.ServiceNameOrHost;

    /// <summary>What workspaces are called in metrics that do not say.</summary>
    public WorkspaceIdentifier WorkspaceIdentifierDefault { get; init; } = WorkspaceIdentifier.WorkspaceId;

    /// <summary>Has no effect: <c>queue.max_retry_time</c> bounds the tries.</summary>
    [Deprecated("statsd: config.retry_count no longer works, please use config.queue.max_retry_time instead", OldDefault = 10)]
    public int? RetryCount { get; init; }

    /// <summary>Old name of <c>queue.max_batch_size</c>; it wins unless it is 1.</summary>
    [Deprecated("statsd: config.queue_size is deprecated, please use config.queue.max_batch_size instead", OldDefault = 1)]
    public int? QueueSize { get; init; }

    /// <summary>Old name of <c>queue.max_coalescing_delay</c>; it wins unless it is 2.</summary>
    [Deprecated("statsd: config.flush_timeout is deprecated, please use config.queue.max_coalescing_delay instead", OldDefault = 2)]
    public double? FlushTimeout { get; init; }

    /// <summary>How service, route, consumer and status are written as tags. Null: they are parts of the metric's name.</summary>
    [OneOf("dogstatsd", "influxdb", "librato", "signalfx"), Optional]
    public string? TagStyle { get; init; }

    /// <summary>How metrics wait to be sent.</summary>
    public QueueConfig Queue { get; init; } = new();

    private static StatsdMetric Sampled(string name, string type) => Unsampled(name, type) with { SampleRate = 1 };

    private static StatsdMetric Unsampled(string name, string type) => new() { Name = name, StatType = type };
}
