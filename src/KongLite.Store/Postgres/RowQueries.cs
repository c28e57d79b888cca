using KongLite.Sdk.Storage;
using Microsoft.EntityFrameworkCore;

namespace KongLite.Store.Postgres;

/// <summary>What can be asked of a table.</summary>
internal static class RowQueries
{
    /// <summary>Only rows whose lifetime is not over by the clock of the database.</summary>
    public static IQueryable<Dictionary<string, object?>> Live(this IQueryable<Dictionary<string, object?>> rows, RowLayout layout) => layout.Schema.Ttl
        ? rows.Where(row => EF.Property<DateTime?>(row, RowLayout.Ttl) == null || EF.Property<DateTime?>(row, RowLayout.Ttl) > DateTime.UtcNow)
        : rows;

    /// <summary>The row with an id.</summary>
    public static IQueryable<Dictionary<string, object?>> WithId(this IQueryable<Dictionary<string, object?>> rows, Guid id) =>
        rows.Where(row => EF.Property<Guid>(row, RowLayout.Id) == id);

    /// <summary>The rows with ids.</summary>
    public static IQueryable<Dictionary<string, object?>> WithIds(this IQueryable<Dictionary<string, object?>> rows, Guid[] ids) =>
        rows.Where(row => ids.Contains(EF.Property<Guid>(row, RowLayout.Id)));

    /// <summary>Only rows with a text.</summary>
    public static IQueryable<Dictionary<string, object?>> With(this IQueryable<Dictionary<string, object?>> rows, string column, string value) =>
        rows.Where(row => EF.Property<string?>(row, column) == value);

    /// <summary>Only rows that refer to a parent.</summary>
    public static IQueryable<Dictionary<string, object?>> Below(this IQueryable<Dictionary<string, object?>> rows, ParentFilter parent)
    {
        string column = RowColumn.NameOfReference(parent.Field);
        return rows.Where(row => EF.Property<Guid?>(row, column) == parent.Id);
    }

    /// <summary>Only rows that refer to one of several parents.</summary>
    public static IQueryable<Dictionary<string, object?>> Below(this IQueryable<Dictionary<string, object?>> rows, string field, Guid[] parents)
    {
        string column = RowColumn.NameOfReference(field);
        return rows.Where(row => parents.Contains(EF.Property<Guid?>(row, column)!.Value));
    }

    /// <summary>Only rows with tags, found by Kong's index.</summary>
    public static IQueryable<Dictionary<string, object?>> Tagged(this IQueryable<Dictionary<string, object?>> rows, TagFilter filter)
    {
        string[] tags = [.. filter.Tags];
        return filter.MatchAll
            ? rows.Where(row => tags.All(tag => EF.Property<string[]>(row, RowLayout.Tags).Contains(tag)))
            : rows.Where(row => tags.Any(tag => EF.Property<string[]>(row, RowLayout.Tags).Contains(tag)));
    }

    /// <summary>The rows after an id, ascending by id.</summary>
    public static IQueryable<Dictionary<string, object?>> After(this IQueryable<Dictionary<string, object?>> rows, Guid? last)
    {
        IQueryable<Dictionary<string, object?>> left = last is { } id ? rows.Where(row => EF.Property<Guid>(row, RowLayout.Id).CompareTo(id) > 0) : rows;
        return left.OrderBy(row => EF.Property<Guid>(row, RowLayout.Id));
    }
}
