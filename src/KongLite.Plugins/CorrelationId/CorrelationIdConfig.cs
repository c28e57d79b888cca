namespace KongLite.Plugins.CorrelationId;

/// <summary>Configuration of <c>correlation-id</c>.</summary>
internal sealed record CorrelationIdConfig
{
    /// <summary>Header that carries the id to the service.</summary>
    public string? HeaderName { get; init; } = "Kong-Request-ID";

    /// <summary>How an id is made for requests that have none.</summary>
    public CorrelationIdGenerator Generator { get; init; } = CorrelationIdGenerator.UuidCounter;

    /// <summary>Whether the answer carries the id, too.</summary>
    public bool EchoDownstream { get; init; }
}
