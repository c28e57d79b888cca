namespace KongLite.Gateway.Lookup;

/// <summary>What a row is looked up by: its id, or a unique text field.</summary>
/// <param name="Field">Wire name of the field; null: the id.</param>
/// <param name="Value">The value of the field; empty for ids.</param>
/// <param name="Id">The id; empty for fields.</param>
internal readonly record struct LookupKey(string? Field, string Value, Guid Id)
{
    public static LookupKey Of(Guid id) => new(null, string.Empty, id);

    public static LookupKey Of(string field, string value) => new(field, value, Guid.Empty);
}
