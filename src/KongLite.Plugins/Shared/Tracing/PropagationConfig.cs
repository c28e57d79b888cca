using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Shared.Tracing;

/// <summary>Which trace headers are read from requests and written to the ones for the service.</summary>
internal sealed record PropagationConfig
{
    /// <summary>Formats to look for in a request, in order; the first found gives the trace. Null or empty: none, a new trace begins.</summary>
    [OneOf("jaeger", "gcp", "ot", "w3c", "datadog", "b3", "aws", On = Part.Element)]
    public IReadOnlyList<string>? Extract { get; init; }

    /// <summary>Names of headers to take out of the request before any are written. Null: none.</summary>
    public IReadOnlyList<string>? Clear { get; init; }

    /// <summary>Formats to write; <c>preserve</c> is the format that was read. Null or empty: none.</summary>
    [OneOf("preserve", "b3-single", "jaeger", "gcp", "ot", "w3c", "datadog", "b3", "aws", On = Part.Element)]
    public IReadOnlyList<string>? Inject { get; init; }

    /// <summary>Format that <c>preserve</c> stands for when none was read.</summary>
    [OneOf("b3-single", "jaeger", "gcp", "ot", "w3c", "datadog", "b3", "aws")]
    public required string DefaultFormat { get; init; }
}
