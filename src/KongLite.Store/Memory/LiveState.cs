using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Declarative;

namespace KongLite.Store.Memory;

/// <summary>The state in force: reads, without a lock, and the feed of what was published.</summary>
internal sealed class LiveState(StoreLayout layout, TimeProvider clock) : IChangeFeed
{
    // Enough for a bulk import between two looks of a follower; one that is further behind takes everything.
    internal const int MostKept = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<(long Version, RowKey Row)> _log = [];
    private StoreState _current = StoreState.Empty(layout);
    private long _oldest;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StoreState Current => Volatile.Read(ref _current);

    /// <summary>Begins writes on top of the state in force. Writers take turns; that is their own affair.</summary>
    public StoreEdit Edit() => new(layout, Current, clock.GetUtcNow());

    /// <summary>Puts the result of an edit in force and wakes whoever waits for a change.</summary>
    public void Publish(StoreState state, IReadOnlyCollection<RowKey> changes)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            Volatile.Write(ref _current, state);
            foreach (RowKey row in changes.Distinct())
            {
                _log.Enqueue((state.Version, row));
            }

            while (_log.Count > MostKept)
            {
                _oldest = _log.Dequeue().Version;
            }

            changed = Renew();
        }

        changed.SetResult();
    }

    /// <summary>Replaces everything at once; whoever follows the feed takes it whole.</summary>
    /// <param name="entities">The rows; their keys and references are sound.</param>
    /// <returns>The state that is in force now.</returns>
    public StoreState Reset(IEnumerable<DeclaredEntity> entities)
    {
        StoreState state = StoreState.Empty(layout);
        DateTimeOffset now = clock.GetUtcNow();
        foreach (DeclaredEntity each in entities)
        {
            TableLayout table = layout.Of(each.Schema);
            state = StoreState.IsLive(table, each.Entity, now) ? state.With(table, each.Entity) : state;
        }

        state = state with { Version = Current.Version + 1 };
        TaskCompletionSource changed;
        lock (_gate)
        {
            Volatile.Write(ref _current, state);
            _log.Clear();
            _oldest = state.Version;
            changed = Renew();
        }

        changed.SetResult();
        return state;
    }

    /// <summary>Every row there is, as a follower of the feed gets them at first.</summary>
    public ChangeBatch Everything() => Everything(Current);

    public IEntity? Find(EntitySchema schema, Guid id) => Current.FindLive(layout.Of(schema), id, clock.GetUtcNow());

    public IEntity? FindBy(EntitySchema schema, string field, string value)
    {
        TableLayout table = layout.Of(schema);
        for (int i = 0; i < table.Constraints.Count; i++)
        {
            if (table.Constraints[i].Fields is [var only] && only == field)
            {
                StoreState state = Current;
                return state[table].Keys[i].TryGetValue(value, out Guid id) ? state.FindLive(table, id, clock.GetUtcNow()) : null;
            }
        }

        throw new ArgumentException($"{schema.Name}.{field} is not unique", nameof(field));
    }

    public IEntity? FindChild(EntitySchema schema, ParentFilter parent, string field, string value)
    {
        TableLayout table = layout.Of(schema);
        for (int i = 0; i < table.Constraints.Count; i++)
        {
            if (table.Constraints[i].KeyOf(parent, field, value) is { } key)
            {
                StoreState state = Current;
                return state[table].Keys[i].TryGetValue(key, out Guid id) ? state.FindLive(table, id, clock.GetUtcNow()) : null;
            }
        }

        throw new ArgumentException($"{schema.Name}.{field} is not unique below {parent.Field}", nameof(field));
    }

    public StoreResult<Page> List(EntitySchema schema, PageRequest request)
    {
        Guid? after = null;
        if (request.Offset is { } token)
        {
            if (PageToken.Read(token, out Guid last) is { } reason)
            {
                return StoreError.InvalidOffset(token, reason);
            }

            after = last;
        }

        TableLayout table = layout.Of(schema);
        DateTimeOffset now = clock.GetUtcNow();
        var rows = new List<IEntity>(Math.Min(request.Size, 100));
        foreach (IEntity entity in Candidates(Current[table], request.Parent, after))
        {
            if (!StoreState.IsLive(table, entity, now) || !HasTags(table, entity, request.Tags))
            {
                continue;
            }

            if (rows.Count == request.Size)
            {
                return new StoreResult<Page>(new Page(rows, PageToken.Of(rows[^1].Id)), null);
            }

            rows.Add(entity);
        }

        return new StoreResult<Page>(new Page(rows, null), null);
    }

    public IReadOnlyList<IEntity> ListChildren(EntitySchema schema, string field, IReadOnlyCollection<Guid> parents)
    {
        TableLayout table = layout.Of(schema);
        DateTimeOffset now = clock.GetUtcNow();
        StoreState state = Current;
        int place = table.PlaceOf(field);
        return
        [
            .. parents.Distinct()
                .SelectMany(parent => state[table].ChildrenOf(place, parent))
                .Select(id => state.FindLive(table, id, now))
                .OfType<IEntity>()
                .OrderBy(child => child.Id),
        ];
    }

    public StoreResult<TagPage> ListTags(TagRequest request) => TagList.Read(Current, request, clock.GetUtcNow());

    public async ValueTask<ChangeBatch> NextAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                // Above ours: a version of an earlier life of this node.
                if (after < _oldest || after > _current.Version)
                {
                    return Everything(_current);
                }

                if (after < _current.Version)
                {
                    return Since(after);
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private TaskCompletionSource Renew()
    {
        TaskCompletionSource changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return changed;
    }

    private static IEnumerable<IEntity> Candidates(EntityTable table, ParentFilter? parent, Guid? after)
    {
        return parent is null
            ? table.RowsAfter(after)
            : table.ChildrenOf(table.Layout.PlaceOf(parent.Field), parent.Id, after).Select(id => table.Find(id)!);
    }

    private static bool HasTags(TableLayout table, IEntity entity, TagFilter? filter)
    {
        if (filter is null)
        {
            return true;
        }

        IReadOnlyList<string> tags = table.TagsOf(entity);
        return filter.MatchAll ? filter.Tags.All(tags.Contains) : filter.Tags.Any(tags.Contains);
    }

    private ChangeBatch Everything(StoreState state)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return new ChangeBatch(state.Version, IsComplete: true, [.. state.Tables.SelectMany(table => table.Rows
            .Where(row => StoreState.IsLive(table.Layout, row.Entity!, now))
            .Select(row => new EntityChange(table.Layout.Schema, row.Id, row.Entity)))]);
    }

    private ChangeBatch Since(long after)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return new ChangeBatch(_current.Version, IsComplete: false, [.. _log
            .Where(each => each.Version > after)
            .Select(each => each.Row)
            .Distinct()
            .Select(row => new EntityChange(row.Table.Schema, row.Id, _current.FindLive(row.Table, row.Id, now)))]);
    }
}
