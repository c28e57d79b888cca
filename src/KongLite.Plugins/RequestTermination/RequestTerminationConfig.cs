using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.RequestTermination;

/// <summary>Configuration of <c>request-termination</c>.</summary>
[CheckedBy<RequestTerminationChecks>]
internal sealed record RequestTerminationConfig
{
    /// <summary>Status of the answer, 100 to 599.</summary>
    [Between(100, 599)]
    public int StatusCode { get; init; } = 503;

    /// <summary>Text of the JSON answer. Null: a text that goes with the status.</summary>
    public string? Message { get; init; }

    /// <summary>Content type of <see cref="Body"/>. Null: none is sent.</summary>
    public string? ContentType { get; init; }

    /// <summary>The answer's body, sent as it is. Null: JSON with the message.</summary>
    public string? Body { get; init; }

    /// <summary>Whether the answer tells the request back to the client, for debugging.</summary>
    public bool Echo { get; init; }

    /// <summary>Name of the header or query argument that a request must have to be answered. Null: every request is.</summary>
    [Is<HeaderName>]
    public string? Trigger { get; init; }
}
