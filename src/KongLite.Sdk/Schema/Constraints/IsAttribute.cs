using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Constraints;

/// <summary>A text of a known kind, such as a host, a path or a header name.</summary>
/// <typeparam name="TTypedef">The kind.</typeparam>
public sealed class IsAttribute<TTypedef> : ConstraintAttribute where TTypedef : Typedefs.ITypedef
{
    /// <inheritdoc/>
    public override int Rank => 200;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) => TTypedef.Check(value.AsText() ?? string.Empty);

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => TTypedef.Describe(description);
}
