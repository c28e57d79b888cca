using KongLite.Plugins.Shared.Metrics;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Statsd;

/// <summary>One metric for StatsD.</summary>
[CheckedBy<StatsdMetricChecks>]
internal sealed record StatsdMetric
{
    /// <summary>What is measured: times in milliseconds, sizes in bytes, requests, users or memory.</summary>
    [OneOf(
        "kong_latency", "latency", "request_count", "request_per_user", "request_size", "response_size", "status_count", "status_count_per_user",
        "unique_users", "upstream_latency", "status_count_per_workspace", "status_count_per_user_per_route", "shdict_usage")]
    public required string Name { get; init; }

    /// <summary>Type of the metric.</summary>
    [OneOf("counter", "gauge", "histogram", "meter", "set", "timer")]
    public required string StatType { get; init; }

    /// <summary>Share of the measurements that is sent, which the server multiplies by. Counters and gauges need it.</summary>
    [GreaterThan(0)]
    public double? SampleRate { get; init; }

    /// <summary>What the consumer is called. Null: the default of the configuration.</summary>
    public ConsumerIdentifier? ConsumerIdentifier { get; init; }

    /// <summary>What the service is called. Null: the default of the configuration.</summary>
    public ServiceIdentifier? ServiceIdentifier { get; init; }

    /// <summary>What the workspace is called. Null: the default of the configuration.</summary>
    public WorkspaceIdentifier? WorkspaceIdentifier { get; init; }
}

/// <summary>What the type of a metric demands.</summary>
internal sealed class StatsdMetricChecks : Checks<StatsdMetric>
{
    /// <summary>The rules.</summary>
    public StatsdMetricChecks() => Conditional(m => m.StatType, Match.OneOf("counter", "gauge"), m => m.SampleRate, Match.Required);
}
