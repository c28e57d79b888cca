using KongLite.Plugins.Shared.Transformers;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.ResponseTransformer;

/// <summary>What to take out of answers.</summary>
internal sealed record ResponseRemovals
{
    /// <summary>Names of fields at the top of a JSON body.</summary>
    public IReadOnlyList<string> Json { get; init; } = [];

    /// <summary>Names of headers, in any case.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];
}

/// <summary>What to give another name.</summary>
internal sealed record ResponseRenames
{
    /// <summary>Fields at the top of a JSON body, as <c>old:new</c>.</summary>
    [Match("^[^:]+:.*$", On = Part.Element)]
    public IReadOnlyList<string> Json { get; init; } = [];

    /// <summary>Headers, as <c>old:new</c>.</summary>
    [Match("^[^:]+:.*$", On = Part.Element), HeaderPair(IsRename = true, On = Part.Element)]
    public IReadOnlyList<string> Headers { get; init; } = [];
}

/// <summary>Values for fields and headers.</summary>
internal sealed record ResponseValues
{
    /// <summary>Fields at the top of a JSON body, as <c>name:value</c>.</summary>
    [Match("^[^:]+:.*$", On = Part.Element)]
    public IReadOnlyList<string> Json { get; init; } = [];

    /// <summary>Types of the values in <c>json</c>, by position; a value without one is a string.</summary>
    [OneOf("boolean", "number", "string", On = Part.Element)]
    public IReadOnlyList<string> JsonTypes { get; init; } = [];

    /// <summary>Headers, as <c>name:value</c>.</summary>
    [Match("^[^:]+:.*$", On = Part.Element)]
    public IReadOnlyList<string> Headers { get; init; } = [];
}
