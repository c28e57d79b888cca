namespace KongLite.Plugins.Prometheus;

/// <summary>Configuration of <c>prometheus</c>.</summary>
internal sealed record PrometheusConfig
{
    /// <summary>Whether metrics of requests name the consumer.</summary>
    public bool? PerConsumer { get; init; } = false;

    /// <summary>Whether requests are counted by service, route and status.</summary>
    public bool? StatusCodeMetrics { get; init; } = false;

    /// <summary>Whether calls to language models are counted.</summary>
    public bool? AiMetrics { get; init; } = false;

    /// <summary>Whether times are measured by service and route.</summary>
    public bool? LatencyMetrics { get; init; } = false;

    /// <summary>Whether bytes are counted by service and route.</summary>
    public bool? BandwidthMetrics { get; init; } = false;

    /// <summary>Whether the health of targets is told.</summary>
    public bool? UpstreamHealthMetrics { get; init; } = false;
}
