using System.Collections.Immutable;
using KongLite.Sdk.Entities;

namespace KongLite.Store.Memory;

/// <summary>All rows at one moment; immutable.</summary>
/// <param name="Tables">The tables, in the order of the layout.</param>
/// <param name="Expiries">What time does to rows, the next thing first.</param>
/// <param name="Version">Version of the change feed.</param>
internal sealed record StoreState(ImmutableArray<EntityTable> Tables, ImmutableSortedSet<Expiry> Expiries, long Version)
{
    public static StoreState Empty(StoreLayout layout) =>
        new([.. layout.Tables.Select(EntityTable.Empty)], [], 0);

    /// <summary>When time does something next; null: never.</summary>
    public DateTimeOffset? NextExpiry => Expiries.IsEmpty ? null : Expiries.Min.At;

    public EntityTable this[TableLayout layout] => Tables[layout.Index];

    /// <summary>A row that is there and whose time has not run out, or null.</summary>
    public IEntity? FindLive(TableLayout layout, Guid id, DateTimeOffset now) =>
        this[layout].Find(id) is { } entity && IsLive(layout, entity, now) ? entity : null;

    public static bool IsLive(TableLayout layout, IEntity entity, DateTimeOffset now) => layout.ExpiryOf(entity) is not { } expiry || expiry > now;

    public StoreState With(TableLayout layout, IEntity entity)
    {
        IEntity? old = this[layout].Find(entity.Id);
        return this with { Tables = Tables.SetItem(layout.Index, this[layout].With(entity)), Expiries = Schedule(layout, old, entity) };
    }

    public StoreState Without(TableLayout layout, IEntity entity) =>
        this with { Tables = Tables.SetItem(layout.Index, this[layout].Without(entity)), Expiries = Schedule(layout, entity, null) };

    private ImmutableSortedSet<Expiry> Schedule(TableLayout layout, IEntity? old, IEntity? now)
    {
        ImmutableSortedSet<Expiry> expiries = Expiries;
        if (old is not null && layout.ExpiryOf(old) is { } before)
        {
            var due = new Expiry(before, layout.Index, old.Id);
            expiries = expiries.Remove(due).Remove(due.CleanUp);
        }

        return now is not null && layout.ExpiryOf(now) is { } after ? expiries.Add(new Expiry(after, layout.Index, now.Id)) : expiries;
    }
}

/// <summary>When the lifetime of a row ends, or when what is left of it goes.</summary>
/// <param name="At">The moment.</param>
/// <param name="Table">Index of its table.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsCleanUp">True for the end of the rest: as in Kong, a row that nobody sees any more keeps its unique keys until then.</param>
internal readonly record struct Expiry(DateTimeOffset At, int Table, Guid Id, bool IsCleanUp = false) : IComparable<Expiry>
{
    // Kong cleans up about once a minute.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>When what is left of the row goes.</summary>
    public Expiry CleanUp => new(At + Rest, Table, Id, IsCleanUp: true);

    public int CompareTo(Expiry other)
    {
        int order = At.CompareTo(other.At);
        order = order != 0 ? order : Table.CompareTo(other.Table);
        return order != 0 ? order : Id.CompareTo(other.Id);
    }
}
