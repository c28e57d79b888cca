using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud.Rules;

/// <summary>What goes along with the write of a row.</summary>
/// <param name="Writes">Writes to other rows, after that of the row.</param>
/// <param name="Children">What those build on: <see cref="EntityWrite.Children"/> of the row. Null: nothing.</param>
internal sealed record Companions(IReadOnlyList<EntityWrite> Writes, KnownChildren? Children)
{
    /// <summary>Nothing.</summary>
    public static Companions None { get; } = new([], null);

    /// <summary>All writes of a row.</summary>
    /// <param name="row">The write of the row itself.</param>
    public IReadOnlyList<EntityWrite> With(EntityWrite row) => [row with { Children = Children }, .. Writes];
}
