using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Constraints;

/// <summary>A list that has <paramref name="element"/> among its elements.</summary>
/// <param name="element">The element.</param>
public sealed class ContainsAttribute(string element) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 180;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        ((JsonArray)value).Any(each => each.AsText() == element) ? null : $"expected to contain: {element}";

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["contains"] = element;
}
