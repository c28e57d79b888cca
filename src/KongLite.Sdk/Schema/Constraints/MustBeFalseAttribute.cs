using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Constraints;

/// <summary>A flag that has to stay off.</summary>
/// <param name="error">Message of a flag that is on.</param>
internal sealed class MustBeFalseAttribute(string error) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 20;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) => value.AsBoolean() == true ? error : null;

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["ne"] = true;
}
