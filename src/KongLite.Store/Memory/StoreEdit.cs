using System.Collections.Immutable;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Store.Memory;

/// <summary>Writes on top of a state, none of which anybody sees before the result is published.</summary>
internal sealed class StoreEdit
{
    private readonly StoreLayout _layout;
    private readonly DateTimeOffset _now;
    private readonly List<RowKey> _changes = [];

    /// <summary>Begins with what time does: rows whose lifetime is over are seen no more, and those that were cleaned up free their keys.</summary>
    public StoreEdit(StoreLayout layout, StoreState start, DateTimeOffset now)
    {
        _layout = layout;
        _now = now;
        State = start;
        while (State.NextExpiry <= now)
        {
            Expiry due = State.Expiries.Min;
            var row = new RowKey(layout.Tables[due.Table], due.Id);
            ImmutableSortedSet<Expiry> others = State.Expiries.Remove(due);
            if (!due.IsCleanUp)
            {
                State = State with { Expiries = others.Add(due.CleanUp) };
                _changes.Add(row);
            }
            else if (Remove(row) is not null)
            {
                // Somebody still refers to it. It stays, unseen, until the parent goes; only its date is forgotten.
                State = State with { Expiries = others };
            }
        }
    }

    public StoreState State { get; private set; }

    /// <summary>The rows that differ from the state that this began with; some may be listed twice.</summary>
    public IReadOnlyList<RowKey> Changes => _changes;

    /// <summary>The state with its new version, ready to be published; the one it began with when nothing changed.</summary>
    public StoreState Finish() => _changes.Count == 0 ? State : State with { Version = State.Version + 1 };

    /// <summary>A place to return to.</summary>
    public (StoreState State, int Changes) Mark() => (State, _changes.Count);

    /// <summary>Forgets the writes since a mark.</summary>
    public void Return((StoreState State, int Changes) mark)
    {
        State = mark.State;
        _changes.RemoveRange(mark.Changes, _changes.Count - mark.Changes);
    }

    public StoreResult<IEntity> Insert(EntitySchema schema, IEntity entity)
    {
        TableLayout table = _layout.Of(schema);
        return State[table].Find(entity.Id) is not null ? StoreError.PrimaryKey(new() { ["id"] = entity.Id.ToString("D") }) : Put(table, entity);
    }

    public StoreResult<IEntity> Update(EntitySchema schema, IEntity entity)
    {
        TableLayout table = _layout.Of(schema);
        return State.FindLive(table, entity.Id, _now) is null ? StoreError.NotFound(entity.Id.ToString("D")) : Put(table, entity);
    }

    public StoreResult<IEntity> Upsert(EntitySchema schema, IEntity entity) => Put(_layout.Of(schema), entity);

    public StoreResult<bool> Delete(EntitySchema schema, Guid id)
    {
        TableLayout table = _layout.Of(schema);
        if (State.FindLive(table, id, _now) is null)
        {
            return new StoreResult<bool>(false, null);
        }

        return Remove(new RowKey(table, id)) is { } error ? error : new StoreResult<bool>(true, null);
    }

    /// <summary>Several writes, all or none.</summary>
    public StoreResult<bool> Apply(IReadOnlyList<EntityWrite> writes)
    {
        (StoreState, int) mark = Mark();
        foreach (EntityWrite write in writes)
        {
            StoreError? error = IsOutdated(write) ? StoreError.Outdated : write.Kind switch
            {
                WriteKind.Insert => Insert(write.Schema, write.Entity!).Error,
                WriteKind.Update => Update(write.Schema, write.Entity!).Error,
                WriteKind.Upsert => Upsert(write.Schema, write.Entity!).Error,
                _ => Delete(write.Schema, write.Id).Error,
            };
            if (error is not null)
            {
                Return(mark);
                return error;
            }
        }

        return new StoreResult<bool>(true, null);
    }

    // Rows never change, so a row that was read and still is in its place is the same one.
    private bool IsOutdated(EntityWrite write) =>
        (write.Basis is { } basis && !ReferenceEquals(State.FindLive(_layout.Of(write.Schema), write.Id, _now), basis))
        || (write.Children is { } known && !ChildrenOf(write.Id, known).SetEquals(known.Rows));

    private HashSet<IEntity> ChildrenOf(Guid id, KnownChildren known)
    {
        TableLayout table = _layout.Of(known.Schema);
        IEnumerable<Guid> ids = State[table].ChildrenOf(table.PlaceOf(known.Field), id);
        return new HashSet<IEntity>(ids.Select(child => State.FindLive(table, child, _now)).OfType<IEntity>(), ReferenceEqualityComparer.Instance);
    }

    private StoreError? Remove(RowKey row)
    {
        List<RowKey> doomed = WithDependants(row);
        var gone = doomed.ToHashSet();
        foreach (RowKey each in doomed)
        {
            foreach (ChildLink link in each.Table.Children.Where(link => link.OnDelete == OnDelete.Restrict))
            {
                if (State[link.Child].ChildrenOf(link.Place, each.Id).Any(child => !gone.Contains(new RowKey(link.Child, child))))
                {
                    return StoreError.Referenced(link.Child.Schema.Name, each.Table.Schema.Name);
                }
            }
        }

        foreach (RowKey each in doomed)
        {
            State = State.Without(each.Table, State[each.Table].Find(each.Id)!);
        }

        _changes.AddRange(doomed);
        return null;
    }

    /// <summary>A row, and all that go when it goes.</summary>
    private List<RowKey> WithDependants(RowKey first)
    {
        var found = new List<RowKey> { first };
        var seen = new HashSet<RowKey> { first };
        for (int i = 0; i < found.Count; i++)
        {
            RowKey parent = found[i];
            foreach (ChildLink link in parent.Table.Children.Where(link => link.OnDelete == OnDelete.Cascade))
            {
                found.AddRange(State[link.Child]
                    .ChildrenOf(link.Place, parent.Id)
                    .Select(child => new RowKey(link.Child, child))
                    .Where(seen.Add));
            }
        }

        return found;
    }

    private StoreResult<IEntity> Put(TableLayout table, IEntity entity)
    {
        if ((TakenKey(table, entity) ?? LostParent(table, entity)) is { } error)
        {
            return error;
        }

        State = State.With(table, entity);
        _changes.Add(new RowKey(table, entity.Id));
        return new StoreResult<IEntity>(entity, null);
    }

    private StoreError? TakenKey(TableLayout table, IEntity entity)
    {
        EntityTable rows = State[table];
        for (int i = 0; i < table.Constraints.Count; i++)
        {
            UniqueConstraint constraint = table.Constraints[i];
            if (constraint.KeyOf(entity) is { } key && rows.Keys[i].TryGetValue(key, out Guid owner) && owner != entity.Id)
            {
                return StoreError.Unique(constraint.Describe(entity));
            }
        }

        return null;
    }

    private StoreError? LostParent(TableLayout table, IEntity entity)
    {
        foreach ((Field field, TableLayout? parent) in table.Parents)
        {
            if (table.Schema.Read(entity, field.Name) is Guid id && (parent is null || State[parent].Find(id) is null))
            {
                return StoreError.ForeignKey(field.Name, id, field.Reference!);
            }
        }

        return null;
    }
}

/// <summary>Which row.</summary>
internal readonly record struct RowKey(TableLayout Table, Guid Id);
