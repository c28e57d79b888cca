namespace KongLite.Gateway.Lookup;

/// <summary>What is looked up: a row by its id or a unique text field, or the rows below a parent.</summary>
/// <param name="Field">Wire name of the field; null: the id.</param>
/// <param name="Value">The value of a unique field; null for the others.</param>
/// <param name="Id">The id of the row or the parent; empty for unique fields.</param>
internal readonly record struct LookupKey(string? Field, string? Value, Guid Id)
{
    public static LookupKey Of(Guid id) => new(null, null, id);

    public static LookupKey Of(string field, string value) => new(field, value, Guid.Empty);

    public static LookupKey Below(string field, Guid parent) => new(field, null, parent);
}
