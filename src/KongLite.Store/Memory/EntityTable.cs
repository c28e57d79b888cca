using System.Collections.Immutable;
using KongLite.Sdk.Entities;

namespace KongLite.Store.Memory;

/// <summary>The rows of one entity with their indexes; immutable.</summary>
/// <remarks>
/// Trees that share what has not changed: a write costs O(log n), a reader keeps a consistent table without a lock, and a write that could not be
/// saved is undone by forgetting its table.
/// </remarks>
internal sealed class EntityTable
{
    private EntityTable(
        TableLayout layout,
        ImmutableSortedSet<Row> rows,
        ImmutableArray<ImmutableDictionary<string, Guid>> keys,
        ImmutableArray<ImmutableSortedSet<Child>> children)
    {
        Layout = layout;
        Rows = rows;
        Keys = keys;
        Children = children;
    }

    public TableLayout Layout { get; }

    /// <summary>The rows, ascending by id in text order, which is the order of <see cref="Guid.CompareTo(Guid)"/>.</summary>
    public ImmutableSortedSet<Row> Rows { get; }

    /// <summary>For each constraint: the key to the id of the row that has it.</summary>
    public ImmutableArray<ImmutableDictionary<string, Guid>> Keys { get; }

    /// <summary>For each foreign field: the rows that use it, by parent.</summary>
    public ImmutableArray<ImmutableSortedSet<Child>> Children { get; }

    public static EntityTable Empty(TableLayout layout) => new(
        layout,
        ImmutableSortedSet.Create<Row>(Row.ById),
        [.. layout.Constraints.Select(_ => ImmutableDictionary.Create<string, Guid>(StringComparer.Ordinal))],
        [.. layout.Parents.Select(_ => ImmutableSortedSet<Child>.Empty)]);

    public IEntity? Find(Guid id) => Rows.TryGetValue(new Row(id, null), out Row found) ? found.Entity : null;

    /// <summary>The table with a row more, or with the row of that id replaced.</summary>
    public EntityTable With(IEntity entity)
    {
        IEntity? old = Find(entity.Id);
        ImmutableSortedSet<Row> rows = old is null ? Rows : Rows.Remove(new Row(old.Id, null));
        return new EntityTable(Layout, rows.Add(new Row(entity.Id, entity)), Reindex(old, entity), Relink(old, entity));
    }

    /// <summary>The table without a row.</summary>
    public EntityTable Without(IEntity entity) =>
        new(Layout, Rows.Remove(new Row(entity.Id, null)), Reindex(entity, null), Relink(entity, null));

    /// <summary>The ids of the rows that refer to a parent, ascending, above a given one.</summary>
    public IEnumerable<Guid> ChildrenOf(int place, Guid parent, Guid? after = null)
    {
        ImmutableSortedSet<Child> links = Children[place];
        for (int i = Above(links, new Child(parent, after ?? Guid.Empty), after is null); i < links.Count && links[i].Parent == parent; i++)
        {
            yield return links[i].Id;
        }
    }

    /// <summary>The rows, ascending, above a given id, or from it on.</summary>
    public IEnumerable<IEntity> RowsAfter(Guid? after, bool inclusive = false)
    {
        for (int i = after is { } id ? Above(Rows, new Row(id, null), inclusive) : 0; i < Rows.Count; i++)
        {
            yield return Rows[i].Entity!;
        }
    }

    private static int Above<T>(ImmutableSortedSet<T> set, T mark, bool inclusive)
    {
        int at = set.IndexOf(mark);
        return at < 0 ? ~at : inclusive ? at : at + 1;
    }

    private ImmutableArray<ImmutableDictionary<string, Guid>> Reindex(IEntity? old, IEntity? now)
    {
        ImmutableArray<ImmutableDictionary<string, Guid>> keys = Keys;
        for (int i = 0; i < keys.Length; i++)
        {
            UniqueConstraint constraint = Layout.Constraints[i];
            string? before = old is null ? null : constraint.KeyOf(old);
            string? after = now is null ? null : constraint.KeyOf(now);
            if (before == after)
            {
                continue;
            }

            ImmutableDictionary<string, Guid> index = before is null ? keys[i] : keys[i].Remove(before);
            keys = keys.SetItem(i, after is null ? index : index.Add(after, now!.Id));
        }

        return keys;
    }

    private ImmutableArray<ImmutableSortedSet<Child>> Relink(IEntity? old, IEntity? now)
    {
        ImmutableArray<ImmutableSortedSet<Child>> children = Children;
        for (int i = 0; i < children.Length; i++)
        {
            string field = Layout.Parents[i].Field.Name;
            Guid? before = old is null ? null : (Guid?)Layout.Schema.Read(old, field);
            Guid? after = now is null ? null : (Guid?)Layout.Schema.Read(now, field);
            if (before == after)
            {
                continue;
            }

            ImmutableSortedSet<Child> links = before is { } from ? children[i].Remove(new Child(from, old!.Id)) : children[i];
            children = children.SetItem(i, after is { } to ? links.Add(new Child(to, now!.Id)) : links);
        }

        return children;
    }
}

/// <summary>A row in its place.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Entity">The row; null only in a mark to search with.</param>
internal readonly record struct Row(Guid Id, IEntity? Entity)
{
    public static readonly IComparer<Row> ById = Comparer<Row>.Create(static (a, b) => a.Id.CompareTo(b.Id));
}

/// <summary>That a row refers to a parent.</summary>
internal readonly record struct Child(Guid Parent, Guid Id) : IComparable<Child>
{
    public int CompareTo(Child other) => Parent.CompareTo(other.Parent) is var order && order != 0 ? order : Id.CompareTo(other.Id);
}
