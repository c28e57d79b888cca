using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;

namespace KongLite.Sdk.Exchanges;

/// <summary>Decoded arguments of a query or an url-encoded form, in order.</summary>
/// <remarks>Percent and plus are decoded; <c>a</c> alone has no value, <c>a=</c> an empty one; pairs with an empty name are left out.</remarks>
public sealed class QueryArguments
{
    private readonly List<KeyValuePair<string, string?>> _pairs = [];

    private QueryArguments()
    {
    }

    /// <summary>Every pair in order; a null value is an argument without <c>=</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Pairs => _pairs;

    /// <summary>Parses a text.</summary>
    /// <param name="text">The text without question mark.</param>
    /// <param name="most">How many pairs are read; the rest is ignored.</param>
    public static QueryArguments Parse(string text, int most)
    {
        var arguments = new QueryArguments();
        ReadOnlySpan<char> rest = text;
        while (rest.Length > 0 && arguments._pairs.Count < most)
        {
            int end = rest.IndexOf('&');
            ReadOnlySpan<char> pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            int equals = pair.IndexOf('=');
            string name = Decode(equals < 0 ? pair : pair[..equals]);
            if (name.Length > 0)
            {
                arguments._pairs.Add(new(name, equals < 0 ? null : Decode(pair[(equals + 1)..])));
            }
        }

        return arguments;
    }

    /// <summary>True when there is an argument of this name, with a value or without.</summary>
    public bool Contains(string name)
    {
        foreach (KeyValuePair<string, string?> pair in _pairs)
        {
            if (pair.Key == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The arguments as an object: name to text, to <c>true</c> without a value, to a list of these for a repeated name.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach ((string name, string? value) in _pairs)
        {
            JsonValue each = value is null ? JsonValue.Create(true) : JsonValue.Create(value);
            AddValue(json, name, each);
        }

        return json;
    }

    /// <summary>Adds a value to an object; the second of a name makes a list.</summary>
    internal static void AddValue(JsonObject json, string name, JsonValue value)
    {
        if (!json.TryGetPropertyValue(name, out JsonNode? first))
        {
            json.Add(name, value);
        }
        else if (first is JsonArray list)
        {
            list.Add(value);
        }
        else
        {
            json[name] = null;
            json[name] = new JsonArray(first, value);
        }
    }

    /// <summary>Decodes percent escapes and plus signs; broken escapes stay as they are, bytes that are not UTF-8 become U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny('%', '+') < 0)
        {
            return text.ToString();
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            int length = Encoding.UTF8.GetBytes(text, buffer);
            return Encoding.UTF8.GetString(buffer, 0, QueryText.Unescape(buffer.AsSpan(0, length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
