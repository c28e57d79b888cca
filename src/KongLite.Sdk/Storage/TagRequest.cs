namespace KongLite.Sdk.Storage;

/// <summary>Which tags of which rows to list.</summary>
/// <param name="Size">At most this many, 1 to 1000.</param>
/// <param name="Offset">Token of the page, as an earlier one gave it. Null: the first page.</param>
/// <param name="Tag">Only this tag. Null: any.</param>
public sealed record TagRequest(int Size, string? Offset = null, string? Tag = null)
{
    /// <summary>True when the tags may be a little behind, as a replica's are.</summary>
    public bool MayLag { get; init; }
}

/// <summary>A page of tags.</summary>
/// <param name="Tags">The tags.</param>
/// <param name="Next">Token of the next page; null: this is the last one.</param>
public sealed record TagPage(IReadOnlyList<RowTag> Tags, string? Next);

/// <summary>A tag of a row.</summary>
/// <param name="Table">Name of the row's table.</param>
/// <param name="Id">The row's id.</param>
/// <param name="Tag">The tag.</param>
public sealed record RowTag(string Table, Guid Id, string Tag);
