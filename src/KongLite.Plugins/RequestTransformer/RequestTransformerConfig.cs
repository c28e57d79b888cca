using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.RequestTransformer;

/// <summary>Configuration of <c>request-transformer</c>. The rules apply in the order remove, rename, replace, add, append.</summary>
internal sealed record RequestTransformerConfig
{
    /// <summary>Method to send to the service, in capitals. Null: the request's own.</summary>
    [Match("^%u+$")]
    public string? HttpMethod { get; init; }

    /// <summary>What to take out of requests.</summary>
    public RequestRemovals Remove { get; init; } = new();

    /// <summary>What to give another name.</summary>
    public RequestRenames Rename { get; init; } = new();

    /// <summary>What to give another value, where it is there.</summary>
    public RequestReplacements Replace { get; init; } = new();

    /// <summary>What to add where it is not there.</summary>
    public RequestAdditions Add { get; init; } = new();

    /// <summary>What to add in any case, as one more value where it is there.</summary>
    public RequestAdditions Append { get; init; } = new();
}
