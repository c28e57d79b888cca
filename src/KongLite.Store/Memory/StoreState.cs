using System.Collections.Immutable;
using KongLite.Sdk.Entities;

namespace KongLite.Store.Memory;

/// <summary>All rows at one moment; immutable.</summary>
/// <param name="Tables">The tables, in the order of the layout.</param>
/// <param name="Expiries">The rows that vanish by themselves, the next one first.</param>
/// <param name="Version">Version of the change feed.</param>
internal sealed record StoreState(ImmutableArray<EntityTable> Tables, ImmutableSortedSet<Expiry> Expiries, long Version)
{
    public static StoreState Empty(StoreLayout layout) =>
        new([.. layout.Tables.Select(EntityTable.Empty)], [], 0);

    /// <summary>When the next row vanishes; null: none will.</summary>
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
            expiries = expiries.Remove(new Expiry(before, layout.Index, old.Id));
        }

        return now is not null && layout.ExpiryOf(now) is { } after ? expiries.Add(new Expiry(after, layout.Index, now.Id)) : expiries;
    }
}

/// <summary>When a row vanishes.</summary>
internal readonly record struct Expiry(DateTimeOffset At, int Table, Guid Id) : IComparable<Expiry>
{
    public int CompareTo(Expiry other)
    {
        int order = At.CompareTo(other.At);
        order = order != 0 ? order : Table.CompareTo(other.Table);
        return order != 0 ? order : Id.CompareTo(other.Id);
    }
}
