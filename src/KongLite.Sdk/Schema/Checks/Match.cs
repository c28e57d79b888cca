using System.Text.Json.Nodes;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Schema.Checks;

/// <summary>A condition on a field inside a conditional rule: Kong's <c>if_match</c> and <c>then_match</c>.</summary>
public sealed class Match
{
    private static readonly LengthMinAttribute SomeText = new(1);
    private readonly Func<JsonNode?, string?> _check;
    private readonly Action<JsonObject> _describe;

    private Match(Func<JsonNode?, string?> check, Action<JsonObject> describe) => (_check, _describe) = (check, describe);

    /// <summary>The field must not be null.</summary>
    public static Match Required { get; } = new(
        value => value is null ? "required field missing" : null,
        description => description["required"] = true)
    {
        IsAboutNull = true,
    };

    /// <summary>The field must be null.</summary>
    public static Match Null { get; } = new(
        value => value is null ? null : "value must be null",
        description => description["eq"] = null)
    {
        IsAboutNull = true,
    };

    /// <summary>The field must have this value.</summary>
    public static Match Equal(string expected) => new(
        value => value.AsText() == expected ? null : $"value must be {expected}",
        description => description["eq"] = expected);

    /// <summary>The flag must have this value; null fails.</summary>
    public static Match Equal(bool expected) => new(
        value => value.AsBoolean() == expected ? null : $"value must be {(expected ? "true" : "false")}",
        description => description["eq"] = expected);

    /// <summary>The field must not be null, and its text must be of a known kind.</summary>
    public static Match RequiredIs<TTypedef>() where TTypedef : ITypedef => new(
        value => Required.Check(value) ?? SomeText.Check(value!) ?? TTypedef.Check(value.AsText() ?? string.Empty),
        description =>
        {
            description["required"] = true;
            TTypedef.Describe(description);
        });

    /// <summary>The number must be above a bound; null passes.</summary>
    public static Match GreaterThan(double bound) => Constraint(new GreaterThanAttribute(bound));

    /// <summary>The list must have this element; null passes.</summary>
    public static Match Contains(string element) => Constraint(new ContainsAttribute(element));

    /// <summary>The text must match one of several Lua patterns; null passes.</summary>
    public static Match AnyPattern(params string[] patterns) => Constraint(new MatchAnyAttribute(patterns));

    /// <summary>The text must match a Lua pattern; null passes.</summary>
    public static Match Pattern(string pattern) => Constraint(new MatchAttribute(pattern));

    /// <summary>The field must have one of these values; null passes.</summary>
    public static Match OneOf(params object[] values) => Constraint(new OneOfAttribute(values));

    /// <summary>The field must have none of these values; null passes.</summary>
    public static Match NotOneOf(params object[] values) => Constraint(new NotOneOfAttribute(values));

    /// <summary>The list must have this many elements; null passes.</summary>
    public static Match Length(int length) => Constraint(new LengthAttribute(length));

    /// <summary>Every element of the list must fulfil a condition; null passes.</summary>
    /// <param name="element">The condition.</param>
    /// <param name="spellsText">Whether <c>/schemas</c> says of the elements that they are there and have a length, as Kong does at times.</param>
    public static Match Elements(Match element, bool spellsText = false) => new(
        value => (value as JsonArray)?.Select(each => element._check(each)).FirstOrDefault(error => error is not null),
        description =>
        {
            var elements = new JsonObject { ["type"] = "string" };
            if (spellsText)
            {
                elements["required"] = true;
                SomeText.Describe(elements);
            }

            element._describe(elements);
            description["elements"] = elements;
        });

    /// <summary>True when the type of the value does not matter.</summary>
    internal bool IsAboutNull { get; private init; }

    /// <summary>The message of a value that does not fulfil the condition, or null.</summary>
    internal string? Check(JsonNode? value) => _check(value);

    /// <summary>What <c>/schemas</c> shows.</summary>
    internal JsonObject Describe()
    {
        var description = new JsonObject();
        _describe(description);
        return description;
    }

    private static Match Constraint(ConstraintAttribute rule) =>
        new(value => value is null ? null : rule.Check(value), rule.Describe);
}
