using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Tracing;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.OpenTelemetry;

/// <summary>Configuration of <c>opentelemetry</c>.</summary>
[Alias("endpoint", "traces_endpoint", Deprecation = "OpenTelemetry: config.endpoint is deprecated, please use config.traces_endpoint instead")]
[CheckedBy<OpenTelemetryChecks>]
internal sealed record OpenTelemetryConfig
{
    /// <summary>URL that takes traces as OTLP over HTTP. Null: no traces are sent.</summary>
    [Is<Url>, Referenceable]
    public string? TracesEndpoint { get; init; }

    /// <summary>URL that takes logs as OTLP over HTTP. Null: no logs are sent.</summary>
    [Is<Url>, Referenceable]
    public string? LogsEndpoint { get; init; }

    /// <summary>More headers of the requests to the endpoints: name to value. Null: none.</summary>
    [Is<HeaderName>(On = Part.Key), Referenceable(On = Part.Element)]
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Attributes of the resource that sends: name to value. Null: the node's own.</summary>
    [ShownRequired(Part.Key, Part.Element)]
    public IReadOnlyDictionary<string, string>? ResourceAttributes { get; init; }

    /// <summary>How spans and log records wait to be sent.</summary>
    public QueueConfig Queue { get; init; } = new() { MaxBatchSize = 200 };

    /// <summary>Old name of <c>queue.max_batch_size</c>; it wins unless it is 200.</summary>
    [Deprecated("opentelemetry: config.batch_span_count is deprecated, please use config.queue.max_batch_size instead", OldDefault = 200)]
    public int? BatchSpanCount { get; init; }

    /// <summary>Old name of <c>queue.max_coalescing_delay</c>; it wins unless it is 3.</summary>
    [Deprecated("opentelemetry: config.batch_flush_delay is deprecated, please use config.queue.max_coalescing_delay instead", OldDefault = 3)]
    public int? BatchFlushDelay { get; init; }

    /// <summary>How long connecting to an endpoint may take, in milliseconds.</summary>
    [Timeout]
    public int? ConnectTimeout { get; init; } = 1000;

    /// <summary>How long each send may take, in milliseconds.</summary>
    [Timeout]
    public int? SendTimeout { get; init; } = 5000;

    /// <summary>How long each receive may take, in milliseconds.</summary>
    [Timeout]
    public int? ReadTimeout { get; init; } = 5000;

    /// <summary>Header of answers that tells the trace's id. Null: none does.</summary>
    public string? HttpResponseHeaderForTraceid { get; init; }

    /// <summary>Old way to say which trace headers to write; <c>propagation</c> replaces it.</summary>
    [OneOf("preserve", "ignore", "b3", "b3-single", "w3c", "jaeger", "ot", "aws", "gcp", "datadog"), Optional]
    [Deprecated("opentelemetry: config.header_type is deprecated, please use config.propagation options instead", OldDefault = "preserve")]
    public string? HeaderType { get; init; } = "preserve";

    /// <summary>Share of the requests to trace, 0 to 1. Null: the node's <c>tracing_sampling_rate</c>.</summary>
    [Between(0, 1), Optional]
    public double? SamplingRate { get; init; }

    /// <summary>Which trace headers are read and written.</summary>
    public PropagationConfig Propagation { get; init; } = new() { DefaultFormat = "w3c" };
}

/// <summary>There must be something to send to.</summary>
internal sealed class OpenTelemetryChecks : Checks<OpenTelemetryConfig>
{
    /// <summary>The rules.</summary>
    public OpenTelemetryChecks() => AtLeastOneOf(config => config.TracesEndpoint, config => config.LogsEndpoint);
}
