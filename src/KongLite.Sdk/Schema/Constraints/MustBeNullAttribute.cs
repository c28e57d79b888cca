using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Constraints;

/// <summary>A field that has to stay null: Kong's <c>eq: null</c>, with which plugins refuse scopes.</summary>
public sealed class MustBeNullAttribute : ConstraintAttribute
{
    /// <summary>Message of a value. Null: <c>value must be null</c>.</summary>
    public string? Error { get; init; }

    /// <inheritdoc/>
    public override int Rank => 10;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) => Error ?? "value must be null";

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["eq"] = null;
}
