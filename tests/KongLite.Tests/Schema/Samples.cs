using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FluentValidation;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Tests.Schema;

/// <summary>An entity with a field of every kind.</summary>
[Entity("samples", EndpointKey = "name", Ttl = true)]
[SampleShorthand]
[Alias("inner_low", "inner.low", Deprecation = "use inner.low", IsShown = true)]
[Alias("high", "inner.high")]
[CheckedBy<SampleChecks>]
public sealed record Sample : IExpiring
{
    [Auto]
    public Guid Id { get; init; }

    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    [Unique]
    public string? Name { get; init; }

    public required string Title { get; init; }

    [Between(1, 10)]
    public int? Size { get; init; } = 5;

    public double Ratio { get; init; } = 0.5;

    public bool Active { get; init; } = true;

    public SampleColor Color { get; init; } = SampleColor.DarkRed;

    [Auto]
    public string? Key { get; init; }

    [Between(0, 9, On = Part.Element)]
    public IReadOnlyList<int>? Digits { get; init; }

    [Set]
    public IReadOnlyList<string>? Words { get; init; }

    [Is<HeaderName>(On = Part.Key), LengthMax(3, On = Part.ElementOfElement)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Lists { get; init; }

    public SampleInner Inner { get; init; } = new();

    public SampleInner? Spare { get; init; }

    [Foreign("samples")]
    public Guid? ParentId { get; init; }

    [Referenceable, Is<Host>]
    public string? Secret { get; init; }

    [JsonIgnore]
    public DateTimeOffset? ExpiresAt { get; init; }

    public IEntity WithExpiry(DateTimeOffset? expiry) => this with { ExpiresAt = expiry };
}

public enum SampleColor
{
    [JsonStringEnumMemberName("dark-red")]
    DarkRed,

    [JsonStringEnumMemberName("blue")]
    Blue,
}

[CheckedBy<SampleInnerChecks>]
public sealed record SampleInner
{
    [GreaterThan(0)]
    public double? Low { get; init; } = 1;

    public double? High { get; init; }

    public JsonElement? Anything { get; init; }
}

public sealed class SampleInnerChecks : Checks<SampleInner>
{
    public SampleInnerChecks() => RuleFor(inner => inner).Custom((inner, validation) =>
    {
        if (inner.High < inner.Low)
        {
            validation.AddRecordError("high is below low");
        }
    });
}

public sealed class SampleChecks : Checks<Sample>
{
    public SampleChecks()
    {
        MutuallyExclusive(s => s.Digits, s => s.Words);
        Conditional(s => s.Color, Match.OneOf("blue"), s => s.Size, Match.Required);
        Custom(s => s.Title).Must(title => title != "forbidden").WithMessage("this title is forbidden");
    }
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class SampleShorthandAttribute() : ShorthandAttribute("both")
{
    public override string? Expand(JsonNode? value, JsonObject record, RecordSchema schema)
    {
        if (value.AsText() is not { } text)
        {
            return "expected a string";
        }

        (record["name"], record["title"]) = (text, text);
        return null;
    }
}
