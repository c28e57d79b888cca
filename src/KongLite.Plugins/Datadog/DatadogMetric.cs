using KongLite.Plugins.Shared.Metrics;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Datadog;

/// <summary>One metric for Datadog.</summary>
[CheckedBy<DatadogMetricChecks>]
internal sealed record DatadogMetric
{
    /// <summary>What is measured: times in milliseconds, sizes in bytes, or requests.</summary>
    [OneOf("kong_latency", "latency", "request_count", "request_size", "response_size", "upstream_latency")]
    public required string Name { get; init; }

    /// <summary>Type of the metric.</summary>
    [OneOf("counter", "gauge", "histogram", "meter", "set", "timer", "distribution")]
    public required string StatType { get; init; }

    /// <summary>Tags to add, as <c>name:value</c>. Null: none.</summary>
    [Match("^.*[^:]$", On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Share of the measurements to send, 0 to 1. Counters and gauges need it.</summary>
    [Between(0, 1)]
    public double? SampleRate { get; init; }

    /// <summary>What the consumer is called. Null: the metric does not name it.</summary>
    public ConsumerIdentifier? ConsumerIdentifier { get; init; }
}

/// <summary>What the type of a metric demands.</summary>
internal sealed class DatadogMetricChecks : Checks<DatadogMetric>
{
    /// <summary>The rules.</summary>
    public DatadogMetricChecks() => Conditional(m => m.StatType, Match.OneOf("counter", "gauge"), m => m.SampleRate, Match.Required);
}
