using System.Text;
using System.Text.Json.Nodes;

namespace KongLite.Admin.Decoding;

/// <summary>
/// Reads url-encoded forms and query strings (Kong: <c>api/arguments_decoder.lua</c>). Every value is a text, or true for a name alone.
/// </summary>
internal static class FormBody
{
    /// <summary>The most pairs that are read; with more, everything is refused.</summary>
    public const int MaxPairs = 1000;

    /// <summary>The fields of a form. Null: there are too many.</summary>
    /// <param name="body">The form.</param>
    /// <param name="takesMapKeys">Whether <c>a[k]</c> is a member of a; in queries of reads it is a name like any other.</param>
    public static JsonObject? Parse(ReadOnlySpan<byte> body, bool takesMapKeys)
    {
        if (body.Count((byte)'&') >= MaxPairs)
        {
            return null;
        }

        var pairs = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        foreach (Range range in body.Split((byte)'&'))
        {
            Add(pairs, body[range]);
        }

        return FormFields.Combine(pairs, takesMapKeys);
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, bool)"/>
    public static JsonObject? Parse(string query, bool takesMapKeys) => Parse(Encoding.UTF8.GetBytes(query), takesMapKeys);

    private static void Add(OrderedDictionary<string, object> pairs, ReadOnlySpan<byte> pair)
    {
        int equals = pair.IndexOf((byte)'=');
        string name = UrlEncoded.Decode(equals < 0 ? pair : pair[..equals]);
        if (name.Length == 0)
        {
            return;
        }

        object value = equals < 0 ? true : UrlEncoded.Decode(pair[(equals + 1)..]);
        if (!pairs.TryGetValue(name, out object? earlier))
        {
            pairs[name] = value;
        }
        else if (earlier is FormTable list)
        {
            list.Append(value);
        }
        else
        {
            var both = new FormTable();
            both.Append(earlier);
            both.Append(value);
            pairs[name] = both;
        }
    }
}
