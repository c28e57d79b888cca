using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Constraints;

/// <summary>One of the given values, in exact case.</summary>
/// <param name="values">Strings or integers, in the order that messages show.</param>
public sealed class OneOfAttribute(params object[] values) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 40;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        Choices.Contain(values, value) ? null : $"expected one of: {string.Join(", ", values)}";

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["one_of"] = Choices.Describe(values);
}

/// <summary>One of the given values on a node without a database, where what the others stand for is missing (Kong: <c>is_dbless</c>).</summary>
/// <param name="values">The values, in the order that messages show.</param>
public sealed class OneOfWithoutDatabaseAttribute(params string[] values) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 41;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) => values.Contains(value.AsText()) ? null : $"expected one of: {string.Join(", ", values)}";

    /// <inheritdoc/>
    public override void Describe(JsonObject description)
    {
        // Documents show what a node with a database takes.
    }
}

/// <summary>None of the given values.</summary>
/// <param name="values">Strings or integers, in the order that messages show.</param>
public sealed class NotOneOfAttribute(params object[] values) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 30;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        Choices.Contain(values, value) ? $"must not be one of: {string.Join(", ", values)}" : null;

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["not_one_of"] = Choices.Describe(values);
}

/// <summary>What the two rules about lists of values share.</summary>
file static class Choices
{
    public static bool Contain(object[] values, JsonNode value)
    {
        foreach (object each in values)
        {
            if (each is string text ? value.AsText() == text : value.AsNumber() is { } number && number == Convert.ToDouble(each, null))
            {
                return true;
            }
        }

        return false;
    }

    public static JsonArray Describe(object[] values) => [.. values.Select(each => JsonValue.Create(each))];
}
