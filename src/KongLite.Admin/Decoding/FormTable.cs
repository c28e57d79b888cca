using System.Globalization;
using System.Text.Json.Nodes;

namespace KongLite.Admin.Decoding;

/// <summary>What form names build, a Lua table: members by name and by position, which may yet be a list or an object.</summary>
internal sealed class FormTable
{
    private readonly OrderedDictionary<string, object> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<double, object> _positions = [];

    /// <summary>The member of this name or position; null: there is none.</summary>
    public object? this[FormKey key]
    {
        get => key.Name is { } name ? _names.GetValueOrDefault(name) : _positions.GetValueOrDefault(key.Position);
        set
        {
            if (key.Name is { } name)
            {
                _names[name] = value!;
            }
            else
            {
                _positions[key.Position] = value!;
            }
        }
    }

    /// <summary>Puts a value behind the last position.</summary>
    public void Append(object value)
    {
        // Nearly always there is no hole, and the count is the last position.
        double next = _positions.Count + 1;
        while (_positions.ContainsKey(next))
        {
            next++;
        }

        _positions[next] = value;
    }

    /// <summary>Adds what another table holds: tables in the same place become one, texts in the same place a list.</summary>
    public void Merge(FormTable other)
    {
        foreach ((FormKey key, object value) in other.Members())
        {
            switch (this[key])
            {
                case null:
                    this[key] = value;
                    break;
                case FormTable table:
                    table.Take(value);
                    break;
                case { } earlier:
                    var both = new FormTable();
                    both.Append(earlier);
                    both.Take(value);
                    this[key] = both;
                    break;
            }
        }
    }

    /// <summary>The table as JSON: a list when there are only positions and these run from 1 without holes.</summary>
    public JsonNode ToJson()
    {
        if (_names.Count == 0 && _positions.Count > 0 && _positions.Keys.Last() == _positions.Count && _positions.Keys.First() == 1)
        {
            return new JsonArray([.. _positions.Values.Select(Json)]);
        }

        return ToObject();
    }

    /// <summary>The table as a JSON object, whatever its keys.</summary>
    public JsonObject ToObject()
    {
        var map = new JsonObject();
        foreach ((FormKey key, object value) in Members())
        {
            map[key.Name ?? key.Position.ToString(CultureInfo.InvariantCulture)] = Json(value);
        }

        return map;
    }

    private void Take(object value)
    {
        if (value is FormTable table)
        {
            Merge(table);
        }
        else
        {
            Append(value);
        }
    }

    private List<(FormKey Key, object Value)> Members() =>
    [
        .. _positions.Select(each => (new FormKey(null, each.Key), each.Value)),
        .. _names.Select(each => (new FormKey(each.Key, 0), each.Value)),
    ];

    private static JsonNode Json(object value) => value switch
    {
        FormTable table => table.ToJson(),
        string text => text,
        _ => true,
    };
}

/// <summary>A place in a <see cref="FormTable"/>.</summary>
/// <param name="Name">The name; null: it is a position.</param>
/// <param name="Position">The position, 1 for the first.</param>
internal readonly record struct FormKey(string? Name, double Position);
