using KongLite.Plugins.Shared.Transformers;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.RequestTransformer;

/// <summary>What to take out of requests.</summary>
internal sealed record RequestRemovals
{
    /// <summary>Names of fields at the top of a JSON, form or multipart body.</summary>
    public IReadOnlyList<string> Body { get; init; } = [];

    /// <summary>Names of headers, in any case.</summary>
    [HeaderPair(On = Part.Element)]
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Names of query arguments.</summary>
    public IReadOnlyList<string> Querystring { get; init; } = [];
}

/// <summary>What to give another name.</summary>
internal sealed record RequestRenames
{
    /// <summary>Fields at the top of a JSON, form or multipart body, as <c>old:new</c>.</summary>
    [TemplateRule(On = Part.Element)]
    public IReadOnlyList<string> Body { get; init; } = [];

    /// <summary>Headers, as <c>old:new</c>.</summary>
    [Match("^[^:]+:.*$", On = Part.Element), HeaderPair(IsRename = true, On = Part.Element)]
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Query arguments, as <c>old:new</c>.</summary>
    [TemplateRule(On = Part.Element)]
    public IReadOnlyList<string> Querystring { get; init; } = [];
}

/// <summary>What to give another value, where it is there.</summary>
internal sealed record RequestReplacements
{
    /// <summary>Fields at the top of a JSON, form or multipart body, as <c>name:value</c>; values may hold <c>$(expression)</c>.</summary>
    [TemplateRule(On = Part.Element)]
    public IReadOnlyList<string> Body { get; init; } = [];

    /// <summary>Headers, as <c>name:value</c>; values may hold <c>$(expression)</c>.</summary>
    [Match("^[^:]+:.*$", On = Part.Element), HeaderPair(On = Part.Element)]
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Query arguments, as <c>name:value</c>; values may hold <c>$(expression)</c>.</summary>
    [TemplateRule(On = Part.Element)]
    public IReadOnlyList<string> Querystring { get; init; } = [];

    /// <summary>Path to send to the service; it may hold <c>$(expression)</c>. Null: the one that the route makes.</summary>
    public string? Uri { get; init; }
}

/// <summary>What to add.</summary>
internal sealed record RequestAdditions
{
    /// <summary>Fields at the top of a JSON, form or multipart body, as <c>name:value</c>; values may hold <c>$(expression)</c>.</summary>
    [TemplateRule(On = Part.Element)]
    public IReadOnlyList<string> Body { get; init; } = [];

    /// <summary>Headers, as <c>name:value</c>; values may hold <c>$(expression)</c>.</summary>
    [Match("^[^:]+:.*$", On = Part.Element), HeaderPair(On = Part.Element)]
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Query arguments, as <c>name:value</c>; values may hold <c>$(expression)</c>.</summary>
    [TemplateRule(On = Part.Element)]
    public IReadOnlyList<string> Querystring { get; init; } = [];
}
