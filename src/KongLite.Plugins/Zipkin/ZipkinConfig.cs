using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Tracing;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.Zipkin;

/// <summary>Configuration of <c>zipkin</c>.</summary>
internal sealed record ZipkinConfig
{
    /// <summary>Service name of the node's own spans.</summary>
    public string LocalServiceName { get; init; } = "kong";

    /// <summary>URL that takes spans. Null: none are sent.</summary>
    [Is<Url>]
    public string? HttpEndpoint { get; init; }

    /// <summary>Share of the requests without a trace to begin one for, 0 to 1.</summary>
    [Between(0, 1)]
    public double? SampleRatio { get; init; } = 0.001;

    /// <summary>Service name where a request has no service. Null: none.</summary>
    public string? DefaultServiceName { get; init; }

    /// <summary>Whether spans name the credential.</summary>
    public bool IncludeCredential { get; init; } = true;

    /// <summary>Length of new trace ids, in bytes.</summary>
    [OneOf(8, 16)]
    public int TraceidByteCount { get; init; } = 16;

    /// <summary>Old way to say which trace headers to write; <c>propagation</c> replaces it.</summary>
    [OneOf("preserve", "ignore", "b3", "b3-single", "w3c", "jaeger", "ot", "aws", "datadog", "gcp")]
    [Deprecated("zipkin: config.header_type is deprecated, please use config.propagation options instead", OldDefault = "preserve")]
    public string HeaderType { get; init; } = "preserve";

    /// <summary>Old name of <c>propagation.default_format</c>.</summary>
    [OneOf("b3", "b3-single", "w3c", "jaeger", "ot", "aws", "datadog", "gcp")]
    [Deprecated("zipkin: config.default_header_type is deprecated, please use config.propagation.default_format instead", OldDefault = "b3")]
    public string DefaultHeaderType { get; init; } = "b3";

    /// <summary>Header of requests that holds more tags: <c>name=value</c>, separated by semicolons.</summary>
    public string TagsHeader { get; init; } = "Zipkin-Tags";

    /// <summary>Tags of every span. Null: none.</summary>
    [DistinctTags]
    public IReadOnlyList<StaticTag>? StaticTags { get; init; }

    /// <summary>Name of the spans of requests: the method, or the method and the path.</summary>
    [OneOf("method", "method_path")]
    public string HttpSpanName { get; init; } = "method";

    /// <summary>How long connecting to the endpoint may take, in milliseconds.</summary>
    [Timeout]
    public int? ConnectTimeout { get; init; } = 2000;

    /// <summary>How long each send may take, in milliseconds.</summary>
    [Timeout]
    public int? SendTimeout { get; init; } = 5000;

    /// <summary>How long each receive may take, in milliseconds.</summary>
    [Timeout]
    public int? ReadTimeout { get; init; } = 5000;

    /// <summary>Header of answers that tells the trace's id. Null: none does.</summary>
    public string? HttpResponseHeaderForTraceid { get; init; }

    /// <summary>Whether the times of phases are annotations or tags.</summary>
    [OneOf("annotations", "tags")]
    public string PhaseDurationFlavor { get; init; } = "annotations";

    /// <summary>How spans wait to be sent.</summary>
    public QueueConfig Queue { get; init; } = new();

    /// <summary>Which trace headers are read and written.</summary>
    public PropagationConfig Propagation { get; init; } = new() { DefaultFormat = "b3" };
}

/// <summary>A tag of every span.</summary>
internal sealed record StaticTag
{
    /// <summary>Name of the tag; not one that the plugin sets itself.</summary>
    [NotOneOf(
        "error", "http.method", "http.path", "http.status_code", "kong.balancer.state", "kong.balancer.try", "kong.consumer", "kong.credential",
        "kong.node.id", "kong.route", "kong.service", "lc", "peer.hostname")]
    public required string Name { get; init; }

    /// <summary>Value of the tag.</summary>
    public required string Value { get; init; }
}
