using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Storage;

/// <summary>Where the configuration lives. Rows whose lifetime has run out are never shown.</summary>
public interface IEntityStore
{
    /// <summary>Whether rows can be written; false in DB-less mode.</summary>
    bool IsWritable { get; }

    /// <summary>The row with this id, or null.</summary>
    ValueTask<IEntity?> FindAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken);

    /// <summary>The row with this value of a unique text field, or null.</summary>
    /// <param name="schema">The entity.</param>
    /// <param name="field">Wire name of a unique field.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IEntity?> FindByAsync(EntitySchema schema, string field, string value, CancellationToken cancellationToken);

    /// <summary>The child of a row with this value of a text field that is unique among its siblings, or null.</summary>
    /// <param name="schema">The child's entity.</param>
    /// <param name="parent">The parent; its field and <paramref name="field"/> together are the entity's <see cref="EntitySchema.CacheKey"/>.</param>
    /// <param name="field">Wire name of the field.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IEntity?> FindChildAsync(EntitySchema schema, ParentFilter parent, string field, string value, CancellationToken cancellationToken);

    /// <summary>A page of rows, ascending by id. Fails with code 7 when the token cannot be read.</summary>
    ValueTask<StoreResult<Page>> ListAsync(EntitySchema schema, PageRequest request, CancellationToken cancellationToken);

    /// <summary>All rows that refer to one of several parents, ascending by id.</summary>
    /// <param name="schema">The rows' entity.</param>
    /// <param name="field">Wire name of the field that refers.</param>
    /// <param name="parents">Ids of the parents.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="mayLag">True when the rows may be a little behind, as a replica's are. They must not be kept, then.</param>
    ValueTask<IReadOnlyList<IEntity>> ListChildrenAsync(
        EntitySchema schema, string field, IReadOnlyCollection<Guid> parents, CancellationToken cancellationToken, bool mayLag = false);

    /// <summary>A page of tags, ascending by the row's id, then in the row's order. Fails with code 7 when the token cannot be read.</summary>
    ValueTask<StoreResult<TagPage>> ListTagsAsync(TagRequest request, CancellationToken cancellationToken);

    /// <summary>Adds a row. Fails with codes 3, 4 and 5.</summary>
    ValueTask<StoreResult<IEntity>> InsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken);

    /// <summary>Replaces a row. Fails with codes 4, 5 and 6.</summary>
    ValueTask<StoreResult<IEntity>> UpdateAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken);

    /// <summary>Adds a row or replaces the one with its id. Fails with codes 4 and 5.</summary>
    ValueTask<StoreResult<IEntity>> UpsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a row and those that go with it; the value tells whether there was one. Fails with code 4 when others refer to it that do not.
    /// </summary>
    ValueTask<StoreResult<bool>> DeleteAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Several writes in the order given, all or none. Fails as the first of them that fails; one whose <see cref="EntityWrite.Basis"/> is not the
    /// stored row any more, or whose <see cref="EntityWrite.Children"/> are not the stored ones, fails with <see cref="ErrorCode.Outdated"/> before
    /// anything else is looked at.
    /// </summary>
    ValueTask<StoreResult<bool>> WriteAsync(IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken);
}

/// <summary>What a write or a listing gave.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="Value">The value; meaningless with an error.</param>
/// <param name="Error">Why there is no value; null: there is one.</param>
/// <param name="Version">Of a write: the version of the change feed that includes it.</param>
public readonly record struct StoreResult<T>(T Value, StoreError? Error, long Version = 0)
{
    /// <summary>A failure.</summary>
    public static implicit operator StoreResult<T>(StoreError error) => new(default!, error);
}

/// <summary>Which rows to list.</summary>
/// <param name="Size">At most this many, 1 to 1000.</param>
/// <param name="Offset">Token of the page, as an earlier one gave it. Null: the first page.</param>
/// <param name="Tags">Only rows with these tags. Null: any.</param>
/// <param name="Parent">Only children of a row. Null: any.</param>
public sealed record PageRequest(int Size, string? Offset = null, TagFilter? Tags = null, ParentFilter? Parent = null)
{
    /// <summary>True when the rows may be a little behind, as a replica's are. They must not be kept, then.</summary>
    public bool MayLag { get; init; }
}

/// <summary>A filter by tags.</summary>
/// <param name="Tags">The tags.</param>
/// <param name="MatchAll">True: a row needs all of them. False: one is enough.</param>
public sealed record TagFilter(IReadOnlyList<string> Tags, bool MatchAll);

/// <summary>A filter by parent.</summary>
/// <param name="Field">Wire name of the foreign field.</param>
/// <param name="Id">The parent's id.</param>
public sealed record ParentFilter(string Field, Guid Id);

/// <summary>A page of rows.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Token of the next page; null: this is the last one.</param>
public sealed record Page(IReadOnlyList<IEntity> Rows, string? Next);
