using System.Globalization;
using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Constraints;

/// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
/// <param name="low">The smallest value.</param>
/// <param name="high">The largest value.</param>
public class BetweenAttribute(double low, double high) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 80;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        value.AsNumber() is { } number && number >= low && number <= high
            ? null
            // Kong formats the bounds as integers, also where they are fractions.
            : string.Create(CultureInfo.InvariantCulture, $"value should be between {Math.Truncate(low)} and {Math.Truncate(high)}");

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["between"] = new JsonArray(low, high);
}

/// <summary>A port, 0 to 65535.</summary>
public sealed class PortAttribute() : BetweenAttribute(0, 65535);

/// <summary>A time in milliseconds, 0 to 2^31 - 2.</summary>
public sealed class TimeoutAttribute() : BetweenAttribute(0, 2147483646);

/// <summary>A number above <paramref name="bound"/>.</summary>
/// <param name="bound">The largest value that is too small.</param>
public sealed class GreaterThanAttribute(double bound) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 50;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        value.AsNumber() > bound ? null : $"value must be greater than {LuaNumber.Format(bound)}";

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["gt"] = bound;
}

/// <summary>Seconds since 1970, above 0.</summary>
public sealed class TimestampAttribute : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 60;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) => value.AsNumber() > 0 ? null : "expected a valid timestamp";

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["timestamp"] = true;
}
