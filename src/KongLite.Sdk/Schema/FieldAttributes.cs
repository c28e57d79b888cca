using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Sdk.Schema;

/// <summary>What deleting a parent does to the rows that refer to it.</summary>
public enum OnDelete
{
    /// <summary>The deletion is refused: 400, code 4.</summary>
    Restrict,

    /// <summary>The referring rows go too.</summary>
    Cascade,
}

/// <summary>A reference to another entity. On the wire <c>ServiceId</c> is <c>"service": {"id": "…"}</c>.</summary>
/// <param name="reference">Internal name of the parent, as in <see cref="EntityAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ForeignAttribute(string reference) : Attribute
{
    /// <summary>Internal name of the parent.</summary>
    public string Reference { get; } = reference;

    /// <summary>What happens when the parent is deleted.</summary>
    public OnDelete OnDelete { get; init; }

    /// <summary>False where Kong deletes the rows by code, so that its schema does not show <see cref="OnDelete"/>.</summary>
    public bool ShowsOnDelete { get; init; } = true;
}

/// <summary>No two rows may have the same value; null is not a value.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UniqueAttribute : Attribute
{
    /// <summary>True where Kong makes the field unique beyond its workspace, too.</summary>
    public bool AcrossWorkspaces { get; init; }
}

/// <summary>The node fills the field in when it is missing: ids, times, keys of 32 random letters and digits.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AutoAttribute : Attribute
{
    /// <summary>True when every write sets the field anew, whatever was given.</summary>
    public bool OnUpdate { get; init; }
}

/// <summary>A list without duplicates; the first of equal elements stays where it is.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SetAttribute : Attribute;

/// <summary>The value may be a vault reference, <c>{vault://…}</c>, which passes every other rule and is resolved when a plugin is built.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReferenceableAttribute : Attribute
{
    /// <summary>The part of the field that may be one: the value itself, or each value of a map.</summary>
    public Part On { get; init; }
}

/// <summary>The value must never reach a log or an error. Kong's <c>encrypted</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>The shape depends on a sibling, as a plugin's <c>config</c> depends on its <c>name</c>; a sub-schema brings it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AbstractAttribute : Attribute;

/// <summary>Kong's schema spells <c>required: false</c> out, and tools compare the documents.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionalAttribute : Attribute
{
    /// <summary>The part of the field that it is spelled out for. It lets no null into a list or map.</summary>
    public Part On { get; init; }
}

/// <summary>Kong's schema spells <c>required: true</c> out for parts of a list or map, and tools compare the documents.</summary>
/// <param name="parts">The parts.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShownRequiredAttribute(params Part[] parts) : Attribute
{
    /// <summary>The parts.</summary>
    public IReadOnlyList<Part> Parts { get; } = parts;
}

/// <summary>Kong's schema spells <c>default: null</c> out, and tools compare the documents.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NullDefaultAttribute : Attribute;

/// <summary>Null is taken for "not given": Kong's table has no place for it, though its schema lets it pass.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NullMeansDefaultAttribute : Attribute;

/// <summary>Kong's schema spells <c>unique: false</c> out, and tools compare the documents.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotUniqueAttribute : Attribute;

/// <summary>Kong's schema spells the default of a record out, and tools compare the documents.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShownDefaultAttribute : Attribute
{
    /// <summary>Wire name of the one member that Kong leaves out. Null: none.</summary>
    public string? Except { get; init; }
}

/// <summary>A field that answers carry but rows do not: the store keeps it in another entity.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TransientAttribute : Attribute;

/// <summary>A field that Kong will drop; <c>/schemas</c> says so.</summary>
/// <param name="message">What to use instead.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DeprecatedAttribute(string message) : Attribute
{
    /// <summary>What to use instead.</summary>
    public string Message { get; } = message;

    /// <summary>The value that means "not used": Kong's <c>old_default</c>. Null: none is shown.</summary>
    public object? OldDefault { get; init; }
}

/// <summary>A set of cross-field rules for the record it stands on.</summary>
/// <typeparam name="TChecks">A <see cref="Checks.Checks{T}"/> of that record.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CheckedByAttribute<TChecks> : Attribute, ICheckedBy where TChecks : Checks.IRecordChecks, new()
{
    Checks.IRecordChecks ICheckedBy.Create() => new TChecks();
}

/// <summary>How the schema reader gets at the checks, whatever their type.</summary>
internal interface ICheckedBy
{
    /// <summary>A new instance of the checks.</summary>
    Checks.IRecordChecks Create();
}
