using System.Text.Json.Nodes;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Sdk.Schema;

/// <summary>
/// Puts something else in the place of a value on its way into the store, such as the hash of a password. It happens when a write gives the value,
/// not when it is kept, and never to files that say <c>_transform: false</c>: their values are in the stored form already.
/// </summary>
/// <param name="input">Wire name of the field that, when a write gives it, starts the transformation.</param>
/// <param name="need">Dotted wire path of what the transformation needs besides. A write gives both or neither.</param>
[AttributeUsage(AttributeTargets.Class)]
public abstract class TransformationAttribute(string input, string need) : Attribute
{
    private readonly MutuallyRequiredCheck _both = new([input, need]);

    /// <summary>A transformation that needs nothing else.</summary>
    /// <param name="input">Wire name of the field that, when a write gives it, starts the transformation.</param>
    protected TransformationAttribute(string input)
        : this(input, input)
    {
    }

    /// <summary>Changes the entity, which is valid.</summary>
    public abstract void Apply(JsonObject record);

    /// <summary>Changes the entity if the write gives what it takes.</summary>
    internal void ApplyTo(JsonObject record, JsonObject given)
    {
        if (!given.At(input).IsEmpty() && !record.At(need).IsEmpty())
        {
            Apply(record);
        }
    }

    /// <summary>The message about a write that gives one of the two fields without the other; null: it does not.</summary>
    /// <param name="record">The whole entity.</param>
    /// <param name="given">What the write gives of it.</param>
    /// <param name="current">The entity as it was; null: it is new.</param>
    internal string? Check(JsonObject record, JsonObject given, JsonObject? current)
    {
        // What was made of the old need has to be made anew from the new one.
        bool needChanges = current is not null && !JsonNode.DeepEquals(given.At(need), current.At(need));
        if (!needChanges && given.At(input).IsEmpty())
        {
            return null;
        }

        return _both.Check(needChanges ? given : record, prefix: string.Empty);
    }
}
