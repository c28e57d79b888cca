using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Constraints;

/// <summary>At least this many bytes of text or elements of a list. Strings have an unwritten minimum of 1.</summary>
/// <param name="length">The smallest length; 0 also lifts the unwritten minimum.</param>
public sealed class LengthMinAttribute(int length) : ConstraintAttribute
{
    /// <summary>Place in the order of evaluation.</summary>
    internal const int Order = 100;

    /// <summary>The smallest length.</summary>
    public int Length { get; } = length;

    /// <inheritdoc/>
    public override int Rank => Order;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        Lengths.Of(value) >= Length ? null : string.Create(CultureInfo.InvariantCulture, $"length must be at least {Length}");

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["len_min"] = Length;
}

/// <summary>At most this many bytes of text or elements of a list.</summary>
/// <param name="length">The largest length.</param>
public sealed class LengthMaxAttribute(int length) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 110;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        Lengths.Of(value) <= length ? null : string.Create(CultureInfo.InvariantCulture, $"length must be at most {length}");

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["len_max"] = length;
}

/// <summary>Exactly this many bytes of text or elements of a list.</summary>
/// <param name="length">The only length.</param>
public sealed class LengthAttribute(int length) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 90;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        Lengths.Of(value) == length ? null : string.Create(CultureInfo.InvariantCulture, $"length must be {length}");

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["len_eq"] = length;
}

/// <summary>What Lua's <c>#</c> gives: bytes of a text, elements of a list.</summary>
file static class Lengths
{
    public static int Of(JsonNode value) => value switch
    {
        JsonArray list => list.Count,
        JsonObject map => map.Count,
        _ => Encoding.UTF8.GetByteCount(value.AsText() ?? string.Empty),
    };
}
