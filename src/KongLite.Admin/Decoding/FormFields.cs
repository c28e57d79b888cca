using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Decoding;

/// <summary>
/// Makes one object of form pairs: <c>a.b</c>, <c>a[]</c>, <c>a[1]</c> and <c>a[k]</c> in names build records, lists and maps (Kong:
/// <c>api/arguments_decoder.lua</c>, <c>decode_arg</c> and <c>combine</c>).
/// </summary>
internal static class FormFields
{
    // Deeper than any schema; without an end, a name of dots would nest by the million.
    private const int MaxDepth = 100;

    // Where Kong puts the values of names that begin or end with a dot.
    private const string MisplacedName = "name";

    /// <summary>The fields that some pairs describe.</summary>
    /// <param name="pairs">Each name once, with a text, true, or a table that lists several of these.</param>
    /// <param name="takesMapKeys">Whether <c>a[k]</c> is a member of a.</param>
    public static JsonObject Combine(IReadOnlyDictionary<string, object> pairs, bool takesMapKeys)
    {
        var fields = new FormTable();
        // Positions come first, so that a plain value for the same list is put behind them, whatever the order of the pairs.
        foreach ((string name, object value) in pairs.OrderBy(pair => pair.Key.Contains('[', StringComparison.Ordinal) ? 0 : 1))
        {
            fields.Merge(Place(name, value, takesMapKeys));
        }

        return fields.ToObject();
    }

    private static FormTable Place(string name, object value, bool takesMapKeys)
    {
        string plain = name
            .Replace("%5B", "[", StringComparison.OrdinalIgnoreCase)
            .Replace("%5D", "]", StringComparison.OrdinalIgnoreCase);
        var root = new FormTable();
        if (plain[0] == '.' || plain[^1] == '.')
        {
            root[new FormKey(MisplacedName, 0)] = value;
            return root;
        }

        List<FormKey>? path = Path(plain, takesMapKeys, out bool appends);
        if (path is null)
        {
            root[new FormKey(name, 0)] = value;
            return root;
        }

        FormTable place = root;
        foreach (FormKey key in path.Take(path.Count - 1))
        {
            var next = new FormTable();
            place[key] = next;
            place = next;
        }

        place[path[^1]] = appends && value is not FormTable ? ListOf(value) : value;
        return root;
    }

    private static FormTable ListOf(object value)
    {
        var list = new FormTable();
        list.Append(value);
        return list;
    }

    // Null: the name is taken as it is.
    private static List<FormKey>? Path(string name, bool takesMapKeys, out bool appends)
    {
        var path = new List<FormKey>();
        appends = false;
        int start = 0;
        bool inBrackets = false;
        for (int i = 0; i <= name.Length; i++)
        {
            bool ends = i == name.Length || (name[i] == '.' && !inBrackets);
            if (!ends)
            {
                inBrackets = name[i] == '[' || (inBrackets && name[i] != ']');
                continue;
            }

            if (i > start)
            {
                if (!AddPiece(path, name[start..i], takesMapKeys, out appends))
                {
                    return null;
                }
            }

            start = i + 1;
        }

        return path.Count == 0 ? null : path;
    }

    // An empty pair of brackets at the end appends; before a dot it means nothing, so that a[].b is no list of records.
    private static bool AddPiece(List<FormKey> path, string piece, bool takesMapKeys, out bool appends)
    {
        appends = false;
        int bracket = piece.IndexOf('[', StringComparison.Ordinal);
        if (bracket <= 0 || piece[^1] != ']')
        {
            path.Add(new FormKey(piece, 0));
            return path.Count <= MaxDepth;
        }

        string[] keys = piece[(bracket + 1)..^1].Split("][");
        if (path.Count + keys.Length > MaxDepth)
        {
            return false;
        }

        if (!takesMapKeys && keys.Any(key => key.Length > 0 && !LuaNumber.TryParse(key, out _)))
        {
            path.Add(new FormKey(piece, 0));
            return true;
        }

        path.Add(new FormKey(piece[..bracket], 0));
        for (int i = 0; i < keys.Length; i++)
        {
            appends = i == keys.Length - 1 && keys[i].Length == 0;
            if (!appends)
            {
                path.Add(Key(keys[i]));
            }
        }

        return true;
    }

    private static FormKey Key(string text) =>
        text.Length == 0 ? new FormKey(null, 1)
        : LuaNumber.TryParse(text, out double position) ? new FormKey(null, position)
        : new FormKey(text, 0);
}
