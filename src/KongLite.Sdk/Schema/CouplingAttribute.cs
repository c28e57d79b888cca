using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema;

/// <summary>Fields of a record that decide each other's values. Applied to inputs before validation and to the whole record before it is stored.</summary>
/// <param name="fields">Wire names of the fields; an empty text in one of them is reported before anything else.</param>
[AttributeUsage(AttributeTargets.Class)]
public abstract class CouplingAttribute(params string[] fields) : Attribute
{
    /// <summary>Wire names of the fields.</summary>
    public IReadOnlyList<string> Fields { get; } = fields;

    /// <summary>Brings the fields in line; some or all of them may be missing or of another type.</summary>
    public abstract void Apply(JsonObject record);
}
