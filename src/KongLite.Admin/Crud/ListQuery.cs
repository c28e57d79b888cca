using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Typedefs;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>The arguments of a list: page size, page and tags.</summary>
/// <param name="Size">Rows a page; null: not given.</param>
/// <param name="Offset">Token of the page; null: the first.</param>
/// <param name="Tags">The filter as given; null: none.</param>
/// <param name="Filter">The filter; null: none.</param>
/// <param name="SizeText">The size as given.</param>
internal sealed record ListQuery(int? Size, string? Offset, string? Tags, TagFilter? Filter, string? SizeText = null)
{
    private const int DefaultSize = 100;
    private const int MaxSize = 1000;
    private const int MaxTags = 5;

    /// <summary>The page that is asked for.</summary>
    /// <param name="parent">Only children of this row; null: of any.</param>
    public PageRequest Page(ParentFilter? parent = null) => new(Size ?? DefaultSize, Offset, parent is null ? Filter : null, parent) { MayLag = true };

    /// <summary>Path and query of the next page.</summary>
    /// <param name="path">Path of the list.</param>
    /// <param name="token">Token of the next page; null: there is none, and so no path.</param>
    /// <param name="keepsArguments">Whether size and tags go along; in nested lists they do not.</param>
    public string? Next(string path, string? token, bool keepsArguments)
    {
        if (token is null)
        {
            return null;
        }

        string next = $"{path}?offset={Uri.EscapeDataString(token)}";
        if (keepsArguments && Tags is not null)
        {
            next += $"&tags={Uri.EscapeDataString(Tags)}";
        }

        return keepsArguments && SizeText is not null ? $"{next}&size={SizeText}" : next;
    }

    /// <summary>Reads the arguments.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hasTags">Whether the listed entity can be filtered by tags.</param>
    /// <param name="query">The arguments.</param>
    /// <returns>What is wrong with them, code 7, 9 or 11; null: nothing is.</returns>
    public static StoreError? Read(AdminRequest request, bool hasTags, out ListQuery query)
    {
        query = new ListQuery(null, null, null, null);
        if (request.Query.TryGetPropertyValue("size", out JsonNode? size))
        {
            if (!LuaNumber.TryParse(size.AsText() ?? string.Empty, out double number))
            {
                return StoreError.InvalidSize("size must be a number");
            }

            if (number != Math.Floor(number) || number is < 1 or > MaxSize)
            {
                return StoreError.InvalidSize($"size must be an integer between 1 and {MaxSize}");
            }

            query = query with { Size = (int)number, SizeText = size.AsText() };
        }

        if (request.Query.ContainsKey("offset"))
        {
            query = query with { Offset = request.Argument("offset") ?? string.Empty };
        }

        if (!hasTags || !request.Query.ContainsKey("tags"))
        {
            return null;
        }

        string tags = request.Argument("tags") ?? string.Empty;
        if (ReadTags(tags, out TagFilter? filter) is { } error)
        {
            return StoreError.InvalidOption("tags", error);
        }

        query = query with { Tags = tags, Filter = filter };
        return null;
    }

    private static string? ReadTags(string text, out TagFilter? filter)
    {
        const string Syntax = "invalid filter syntax";
        filter = null;
        if (text.Length == 0)
        {
            return "cannot be null";
        }

        bool matchAll = !text.Contains('/', StringComparison.Ordinal);
        if (!matchAll && text.Contains(',', StringComparison.Ordinal))
        {
            return Syntax;
        }

        List<string> tags = [.. text.Split(matchAll ? ',' : '/')];
        // One separator may follow the last tag. Kong takes a comma there for one more tag, an empty one, which no row has.
        int named = tags[^1].Length == 0 ? tags.Count - 1 : tags.Count;
        if (named == 0 || tags.Take(named).Any(tag => tag.Length == 0 || Tag.Check(tag) is not null || Utf8Text.Check(tag) is not null))
        {
            return Syntax;
        }

        if (!matchAll)
        {
            tags = tags[..named];
        }

        filter = new TagFilter(tags, matchAll);
        return tags.Count > MaxTags ? $"cannot query more than {MaxTags} tags" : null;
    }
}
