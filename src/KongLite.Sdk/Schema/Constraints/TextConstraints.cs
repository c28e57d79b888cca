using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KongLite.Sdk.Schema.Constraints;

/// <summary>A text that begins with <paramref name="prefix"/>.</summary>
/// <param name="prefix">The beginning.</param>
public sealed class StartsWithAttribute(string prefix) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 120;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        value.AsText()?.StartsWith(prefix, StringComparison.Ordinal) == true ? null : $"should start with: {prefix}";

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["starts_with"] = prefix;
}

/// <summary>A text that matches a Lua pattern: <c>/schemas</c> shows it, and Kong's users know it.</summary>
/// <param name="pattern">The pattern, in Lua's notation.</param>
public sealed class MatchAttribute(string pattern) : ConstraintAttribute
{
    private readonly Regex _regex = LuaPattern.ToRegex(pattern);

    /// <summary>Message of a text that breaks any rule of the field. Null: <c>invalid value: …</c> where it does not match, each rule's own else.</summary>
    public string? Error { get; init; }

    /// <inheritdoc/>
    public override int Rank => 150;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        _regex.IsMatch(value.AsText() ?? string.Empty) ? null : Error ?? $"invalid value: {value.AsText()}";

    /// <inheritdoc/>
    public override void Describe(JsonObject description)
    {
        description["match"] = pattern;
        if (Error is not null)
        {
            description["err"] = Error;
        }
    }
}

/// <summary>A text that must not match a Lua pattern.</summary>
/// <param name="pattern">The pattern, in Lua's notation.</param>
/// <param name="error">Message of a text that matches.</param>
public sealed class MatchNoneAttribute(string pattern, string error) : ConstraintAttribute
{
    private readonly Regex _regex = LuaPattern.ToRegex(pattern);

    /// <inheritdoc/>
    public override int Rank => 140;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) => _regex.IsMatch(value.AsText() ?? string.Empty) ? error : null;

    /// <inheritdoc/>
    public override void Describe(JsonObject description)
    {
        if (description["match_none"] is not JsonArray patterns)
        {
            description["match_none"] = patterns = [];
        }

        patterns.Add(new JsonObject { ["pattern"] = pattern, ["err"] = error });
    }
}

/// <summary>A text that matches one of several Lua patterns.</summary>
/// <param name="patterns">The patterns, in Lua's notation.</param>
public sealed class MatchAnyAttribute(params string[] patterns) : ConstraintAttribute
{
    private readonly Regex[] _regexes = [.. patterns.Select(LuaPattern.ToRegex)];

    /// <inheritdoc/>
    public override int Rank => 170;

    /// <inheritdoc/>
    public override string? Check(JsonNode value)
    {
        string text = value.AsText() ?? string.Empty;
        return _regexes.Any(regex => regex.IsMatch(text)) ? null : $"invalid value: {text}";
    }

    /// <inheritdoc/>
    public override void Describe(JsonObject description) =>
        description["match_any"] = new JsonObject { ["patterns"] = new JsonArray([.. patterns.Select(each => JsonValue.Create(each))]) };
}

/// <summary>A text that is a regular expression.</summary>
public sealed class IsRegexAttribute : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 70;

    /// <inheritdoc/>
    public override string? Check(JsonNode value)
    {
        try
        {
            _ = new Regex(value.AsText() ?? string.Empty);
            return null;
        }
        catch (ArgumentException)
        {
            return $"not a valid regex: {value.AsText()}";
        }
    }

    /// <inheritdoc/>
    public override void Describe(JsonObject description) => description["is_regex"] = true;
}
