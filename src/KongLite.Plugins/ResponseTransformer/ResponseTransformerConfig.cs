namespace KongLite.Plugins.ResponseTransformer;

/// <summary>Configuration of <c>response-transformer</c>. The rules apply in the order remove, rename, replace, add, append.</summary>
internal sealed record ResponseTransformerConfig
{
    /// <summary>What to take out of answers.</summary>
    public ResponseRemovals Remove { get; init; } = new();

    /// <summary>What to give another name.</summary>
    public ResponseRenames Rename { get; init; } = new();

    /// <summary>What to give another value, where it is there.</summary>
    public ResponseValues Replace { get; init; } = new();

    /// <summary>What to add where it is not there.</summary>
    public ResponseValues Add { get; init; } = new();

    /// <summary>What to add in any case, as one more value where it is there.</summary>
    public ResponseValues Append { get; init; } = new();
}
