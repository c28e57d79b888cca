using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>A number of <paramref name="low"/> or more.</summary>
/// <param name="low">The smallest value.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AtLeastAttribute(int low) : SettingRule
{
    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        value.AsNumber() >= low ? null : string.Create(CultureInfo.InvariantCulture, $"{Name} must be {low} or greater");
}

/// <summary>A number above <paramref name="bound"/>.</summary>
/// <param name="bound">The largest value that is too small.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AboveAttribute(int bound) : SettingRule
{
    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        value.AsNumber() > bound ? null : string.Create(CultureInfo.InvariantCulture, $"{Name} must be greater than {bound}");
}

/// <summary>A number that is not negative, in the words that Kong has for some of them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotBelowZeroAttribute : SettingRule
{
    /// <inheritdoc/>
    public override string? Check(JsonNode value) => value.AsNumber() >= 0 ? null : $"{Name} must be greater than 0";
}

/// <summary>An integer from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
/// <param name="low">The smallest value.</param>
/// <param name="high">The largest value.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WithinAttribute(int low, int high) : SettingRule
{
    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        value.AsNumber() is { } number && number >= low && number <= high
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{Name} must be an integer between {low} and {high}");
}
