using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Storage;

/// <summary>What a write does to its row.</summary>
public enum WriteKind
{
    /// <summary>Adds it.</summary>
    Insert,

    /// <summary>Replaces it.</summary>
    Update,

    /// <summary>Adds or replaces it.</summary>
    Upsert,

    /// <summary>Removes it and those that go with it.</summary>
    Delete,
}

/// <summary>One of several writes that happen together or not at all.</summary>
/// <param name="Kind">What happens to the row.</param>
/// <param name="Schema">Its entity.</param>
/// <param name="Id">Its id.</param>
/// <param name="Entity">The row as it will be; null: it goes.</param>
public sealed record EntityWrite(WriteKind Kind, EntitySchema Schema, Guid Id, IEntity? Entity)
{
    /// <summary>
    /// The row as its writer read it from the store. When it is another one by now, or gone, nothing at all is written:
    /// <see cref="ErrorCode.Outdated"/>. Null: the write does not depend on it.
    /// </summary>
    public IEntity? Basis { get; init; }

    /// <summary>
    /// The rows that refer to this one, as its writer read them. When they are others by now, nothing at all is written: <see cref="ErrorCode.Outdated"/>.
    /// Not of a deletion. Null: the write does not depend on them.
    /// </summary>
    public KnownChildren? Children { get; init; }

    /// <summary>A new version of a row.</summary>
    /// <param name="kind">Anything but <see cref="WriteKind.Delete"/>.</param>
    /// <param name="schema">Its entity.</param>
    /// <param name="entity">The row as it will be.</param>
    public static EntityWrite Put(WriteKind kind, EntitySchema schema, IEntity entity) => new(kind, schema, entity.Id, entity);

    /// <summary>The end of a row; it need not exist.</summary>
    public static EntityWrite Delete(EntitySchema schema, Guid id) => new(WriteKind.Delete, schema, id, null);
}
