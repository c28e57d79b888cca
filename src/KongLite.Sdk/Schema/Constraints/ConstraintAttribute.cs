using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Constraints;

/// <summary>Which part of a field a constraint looks at.</summary>
public enum Part
{
    /// <summary>The field's own value.</summary>
    Value,

    /// <summary>Each element of a list, or each value of a map.</summary>
    Element,

    /// <summary>Each key of a map.</summary>
    Key,

    /// <summary>Each element of the lists that are a map's values.</summary>
    ElementOfElement,
}

/// <summary>One rule about one value. The first rule that fails, in Kong's order, gives the message.</summary>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public abstract class ConstraintAttribute : Attribute
{
    /// <summary>The part of the field that the rule looks at.</summary>
    public Part On { get; init; }

    /// <summary>Place in Kong's order of evaluation; lower runs first (Kong: <c>Schema.VALIDATORS</c>).</summary>
    public abstract int Rank { get; }

    /// <summary>Checks a value of the right type that is not null.</summary>
    /// <returns>Kong's message, or null when the value is fine.</returns>
    public abstract string? Check(JsonNode value);

    /// <summary>Adds what <c>/schemas</c> shows of the rule.</summary>
    public abstract void Describe(JsonObject description);
}
