using KongLite.Store.Memory;
using Microsoft.EntityFrameworkCore;

namespace KongLite.Store.Postgres;

/// <summary>Reads Kong's table <c>tags</c>, which triggers keep: a row for each row of an entity, with its table's name and its tags.</summary>
internal sealed class TagQuery
{
    private readonly string _statement;

    public TagQuery(IEnumerable<RowLayout> layouts)
    {
        IEnumerable<string> lifetimes = layouts
            .Where(layout => layout.HasTags && layout.Schema.Ttl)
            .Select(layout =>
                $"""AND NOT EXISTS (SELECT FROM "{layout.Schema.Table}" AS over WHERE over.id = entity_id AND over.{RowLayout.Ttl} <= CURRENT_TIMESTAMP)""");

        // No more rows are unfolded than there are tags to give: each has one, only the row where the page begins may have none left.
        _statement =
            $$"""
            SELECT entity_name AS "Table", entity_id AS "Id", position::int AS "Position", tag AS "Tag"
            FROM (
                SELECT * FROM tags
                WHERE entity_id >= {0} AND cardinality(tags) > 0 AND ({2}::text IS NULL OR tags @> ARRAY[{2}::text]) {{string.Join(' ', lifetimes)}}
                ORDER BY entity_id LIMIT {3} + 1
            ) AS tagged, unnest(tags) WITH ORDINALITY AS each (tag, position)
            WHERE (entity_id, position) > ({0}, {1}) AND ({2}::text IS NULL OR tag = {2}::text)
            ORDER BY entity_id, position LIMIT {3}
            """;
    }

    /// <summary>The first tags after a place, by row and then by their order in the row.</summary>
    /// <param name="context">The database.</param>
    /// <param name="tag">Only this tag; null: any.</param>
    /// <param name="after">The place.</param>
    /// <param name="most">How many to give at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<List<StoredTag>> ReadAsync(KongDbContext context, string? tag, TagPlace after, int most, CancellationToken cancellationToken) =>
        context.Database.SqlQueryRaw<StoredTag>(_statement, after.Id, (long)after.Position, tag!, most).ToListAsync(cancellationToken);
}

/// <summary>A tag of a row.</summary>
/// <param name="Table">Name of the row's table.</param>
/// <param name="Id">The row.</param>
/// <param name="Position">The tag's place in the row, 1 for the first.</param>
/// <param name="Tag">The tag.</param>
internal sealed record StoredTag(string Table, Guid Id, int Position, string Tag)
{
    /// <summary>Where the tag stands in the list of all.</summary>
    public TagPlace Place => new(Id, Position);
}
