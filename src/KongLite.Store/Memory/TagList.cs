using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;

namespace KongLite.Store.Memory;

/// <summary>The tags of all rows, table by table already in order, merged as far as a page needs.</summary>
internal static class TagList
{
    /// <summary>A page. Fails with code 7 when the token cannot be read.</summary>
    public static StoreResult<TagPage> Read(StoreState state, TagRequest request, DateTimeOffset now)
    {
        TagPlace? after = null;
        if (request.Offset is { } token && TagPlace.Read(token, out after) is { } error)
        {
            return error;
        }

        var page = new List<RowTag>();
        TagPlace last = default;
        foreach ((EntityTable table, IEntity row) in Merge(state, after?.Id, request.Tag, now))
        {
            IReadOnlyList<string> tags = table.Layout.TagsOf(row);
            for (int i = 0; i < tags.Count; i++)
            {
                var place = new TagPlace(row.Id, i + 1);
                if ((request.Tag is not null && request.Tag != tags[i]) || place.CompareTo(after ?? default) <= 0)
                {
                    continue;
                }

                if (page.Count == request.Size)
                {
                    return new StoreResult<TagPage>(new TagPage(page, last.ToString()), null);
                }

                page.Add(new RowTag(table.Layout.Schema.Table, row.Id, tags[i]));
                last = place;
            }
        }

        return new StoreResult<TagPage>(new TagPage(page, null), null);
    }

    // Only as many rows are looked at as the caller takes, and those without the tag between them.
    private static IEnumerable<(EntityTable Table, IEntity Row)> Merge(StoreState state, Guid? first, string? tag, DateTimeOffset now)
    {
        var heads = new PriorityQueue<(EntityTable Table, IEnumerator<IEntity> Rows), Guid>();
        foreach (EntityTable table in state.Tables.Where(table => table.Layout.HasTags))
        {
            Advance(table, Tagged(table, first, tag, now).GetEnumerator());
        }

        while (heads.TryDequeue(out (EntityTable Table, IEnumerator<IEntity> Rows) head, out _))
        {
            yield return (head.Table, head.Rows.Current);
            Advance(head.Table, head.Rows);
        }

        void Advance(EntityTable table, IEnumerator<IEntity> rows)
        {
            if (rows.MoveNext())
            {
                heads.Enqueue((table, rows), rows.Current.Id);
            }
        }
    }

    private static IEnumerable<IEntity> Tagged(EntityTable table, Guid? first, string? tag, DateTimeOffset now) =>
        from row in table.RowsAfter(first, inclusive: true)
        let tags = table.Layout.TagsOf(row)
        where (tag is null ? tags.Count > 0 : tags.Contains(tag)) && StoreState.IsLive(table.Layout, row, now)
        select row;
}
