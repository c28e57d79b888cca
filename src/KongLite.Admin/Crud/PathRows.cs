using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>Finds the rows that a path names. What it does not find, or cannot be a key, is the answer.</summary>
internal sealed class PathRows(IEntityStore store)
{
    /// <summary>With a key, whether or not it leads to a row.</summary>
    public static ValueTask<Answer> WithKey(EntitySchema schema, PathSegment segment, Func<PathKey, ValueTask<Answer>> next) =>
        PathKey.Read(schema, segment, out PathKey key) is { } error ? ValueTask.FromResult<Answer>(error) : next(key);

    /// <summary>With the row that the first segment names.</summary>
    public ValueTask<Answer> WithRow(EntitySchema schema, AdminRequest request, Func<IEntity, ValueTask<Answer>> next) => WithKey(
        schema, request.Keys[0], async key => await key.FindAsync(store, request.Aborted) is { } row ? await next(row) : Answer.NotFound);

    /// <summary>With the parent that the first segment names.</summary>
    /// <param name="parent">The parent's entity.</param>
    /// <param name="field">The children's foreign field.</param>
    /// <param name="request">The request.</param>
    /// <param name="next">What to do with it.</param>
    public ValueTask<Answer> WithParent(EntitySchema parent, string field, AdminRequest request, Func<ParentFilter, ValueTask<Answer>> next) =>
        WithRow(parent, request, row => next(new ParentFilter(field, row.Id)));

    /// <summary>With the key of a child that the second segment names, which may be its <see cref="EntitySchema.NestedKey"/>.</summary>
    /// <param name="schema">The child's entity.</param>
    /// <param name="request">The request.</param>
    /// <param name="next">What to do with the key, whether or not it leads to a row.</param>
    public static ValueTask<Answer> WithChild(EntitySchema schema, AdminRequest request, Func<PathKey, ValueTask<Answer>> next)
    {
        PathSegment segment = request.Keys[1];
        return schema.NestedKey is null || Uuids.TryParse(segment.Text, out _)
            ? WithKey(schema, segment, next)
            : next(PathKey.Nested(schema, segment.Text));
    }
}
