using System.Text;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.RequestTransformer;

/// <summary>The arguments of a query or an url-encoded form, in order.</summary>
internal sealed class FormFields : IFields
{
    // A null value is an argument without "=".
    private readonly List<KeyValuePair<string, string?>> _pairs = [];
    private byte[] _rest = [];

    /// <summary>Every argument in order; a null value is an argument without <c>=</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Pairs => _pairs;

    /// <summary>Decodes percent and plus; arguments with an empty name are left out. No text is wrong.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many arguments are taken apart; what follows stays as it is, at the end of a form.</param>
    public static FormFields Parse(ReadOnlySpan<byte> text, int most = int.MaxValue)
    {
        var fields = new FormFields();
        while (!text.IsEmpty)
        {
            if (fields._pairs.Count >= most)
            {
                fields._rest = text.ToArray();
                break;
            }

            int end = text.IndexOf((byte)'&');
            ReadOnlySpan<byte> pair = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            int equals = pair.IndexOf((byte)'=');
            ReadOnlySpan<byte> name = equals < 0 ? pair : pair[..equals];
            if (!name.IsEmpty)
            {
                fields._pairs.Add(new(Decode(name), equals < 0 ? null : Decode(pair[(equals + 1)..])));
            }
        }

        return fields;
    }

    /// <summary>Adds all arguments of others behind these.</summary>
    public void AddAll(FormFields others) => _pairs.AddRange(others._pairs);

    /// <inheritdoc/>
    public bool Remove(string name) => Drop(name, from: 0);

    /// <inheritdoc/>
    public bool Rename(string name, string other)
    {
        if (name == other || Find(name) < 0)
        {
            return false;
        }

        Remove(other);
        for (int i = 0; i < _pairs.Count; i++)
        {
            if (_pairs[i].Key == name)
            {
                _pairs[i] = new(other, _pairs[i].Value);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Replace(string name, string value)
    {
        int first = Find(name);
        if (first < 0)
        {
            return false;
        }

        _pairs[first] = new(name, value);
        Drop(name, from: first + 1);
        return true;
    }

    /// <inheritdoc/>
    public bool Add(string name, string value)
    {
        if (Find(name) >= 0)
        {
            return false;
        }

        _pairs.Add(new(name, value));
        return true;
    }

    /// <inheritdoc/>
    public bool Append(string name, string value)
    {
        int last = _pairs.Count - 1;
        while (last >= 0 && _pairs[last].Key != name)
        {
            last--;
        }

        if (last >= 0 && _pairs[last].Value is null && Find(name) == last)
        {
            // A lone argument without a value gives way.
            _pairs[last] = new(name, value);
        }
        else
        {
            _pairs.Insert(last < 0 ? _pairs.Count : last + 1, new(name, value));
        }

        return true;
    }

    /// <inheritdoc/>
    public byte[] ToBytes()
    {
        byte[] form = Encoding.ASCII.GetBytes(Write(_pairs));
        return _rest.Length == 0 ? form : form.Length == 0 ? _rest : [.. form, (byte)'&', .. _rest];
    }

    /// <summary>The arguments as a query, by name; those of one name stay in order.</summary>
    public string ToQuery()
    {
        var places = new (string Name, int Place)[_pairs.Count];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = (_pairs[i].Key, i);
        }

        // The place makes the sort stable.
        Array.Sort(places, static (one, other) =>
            string.CompareOrdinal(one.Name, other.Name) is var order && order != 0 ? order : one.Place.CompareTo(other.Place));
        var sorted = new List<KeyValuePair<string, string?>>(places.Length);
        foreach ((string _, int place) in places)
        {
            sorted.Add(_pairs[place]);
        }

        return Write(sorted);
    }

    private static string Write(List<KeyValuePair<string, string?>> pairs)
    {
        var text = new StringBuilder();
        foreach ((string name, string? value) in pairs)
        {
            if (text.Length > 0)
            {
                text.Append('&');
            }

            QueryText.Escape(text, Encoding.Latin1.GetBytes(name));
            if (value is not null)
            {
                QueryText.Escape(text.Append('='), Encoding.Latin1.GetBytes(value));
            }
        }

        return text.ToString();
    }

    private int Find(string name)
    {
        for (int i = 0; i < _pairs.Count; i++)
        {
            if (_pairs[i].Key == name)
            {
                return i;
            }
        }

        return -1;
    }

    // In one pass: strangers decide how many there are.
    private bool Drop(string name, int from)
    {
        int kept = from;
        for (int i = from; i < _pairs.Count; i++)
        {
            if (_pairs[i].Key != name)
            {
                _pairs[kept++] = _pairs[i];
            }
        }

        bool isChanged = kept < _pairs.Count;
        _pairs.RemoveRange(kept, _pairs.Count - kept);
        return isChanged;
    }

    private static string Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IndexOfAny((byte)'%', (byte)'+') < 0)
        {
            return Encoding.Latin1.GetString(encoded);
        }

        byte[] bytes = encoded.ToArray();
        return Encoding.Latin1.GetString(bytes, 0, QueryText.Unescape(bytes));
    }
}
