using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema;

/// <summary>Another input name in a record, handled before validation.</summary>
/// <param name="name">The input name.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public abstract class ShorthandAttribute(string name) : Attribute
{
    /// <summary>The input name.</summary>
    public string Name { get; } = name;

    /// <summary>What the name stands for, for users. Null: nothing is said.</summary>
    public virtual string? Description => null;

    /// <summary>Wire names of the record's fields that it sets.</summary>
    public virtual IReadOnlyList<string> Fields => [];

    /// <summary>Writes what <paramref name="value"/> stands for into <paramref name="record"/>, from which the shorthand has been removed.</summary>
    /// <param name="value">The value.</param>
    /// <param name="record">The record's input.</param>
    /// <param name="schema">The record's schema.</param>
    /// <returns>The error of the value, or null.</returns>
    public abstract string? Expand(JsonNode? value, JsonObject record, RecordSchema schema);

    /// <summary>The field whose type form text under this name takes on; null: none, it stays text.</summary>
    internal virtual Field? FormField(RecordSchema schema) => null;

    /// <summary>What <c>/schemas</c> shows; null: nothing.</summary>
    public virtual JsonObject? Describe(RecordSchema schema) => null;

    /// <summary>Adds the name to a record on its way out; most names are for input only.</summary>
    public virtual void Show(JsonObject record)
    {
    }
}
