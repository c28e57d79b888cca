using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.Shared;

/// <summary>Request headers as plugins tell them to others: as Kong's users know them from nginx.</summary>
internal static class RequestHeaders
{
    // nginx drops what has another character; HTTP/2's pseudo headers are such names too.
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>Lower-case name to value, or to a list of values for a header in several lines.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="most">How many lines are told; the rest is left out.</param>
    public static JsonObject ToJson(IHeaderDictionary headers, int most)
    {
        var json = new JsonObject();
        foreach ((string name, StringValues values) in headers)
        {
            if (!IsTold(name) || values.Count == 0)
            {
                continue;
            }

            int count = Math.Min(values.Count, most);
            most -= count;
            if (count == 0)
            {
                break;
            }

            json[name.ToLowerInvariant()] = count == 1 ? Text(values[0]) : List(values, count);
        }

        return json;
    }

    /// <summary>Whether nginx would know a header of this name.</summary>
    public static bool IsTold(string name) => name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0;

    /// <summary>A value as text. Servers may hand bytes on as one character each; UTF-8 among them becomes text again.</summary>
    public static string Text(string? value)
    {
        if (value is null || Ascii.IsValid(value))
        {
            return value ?? string.Empty;
        }

        foreach (char each in value)
        {
            if (each > 0xFF)
            {
                return value;
            }
        }

        byte[] bytes = Encoding.Latin1.GetBytes(value);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : value;
    }

    private static JsonArray List(StringValues values, int count)
    {
        var list = new JsonArray();
        for (int i = 0; i < count; i++)
        {
            list.Add(JsonValue.Create(Text(values[i])));
        }

        return list;
    }
}
