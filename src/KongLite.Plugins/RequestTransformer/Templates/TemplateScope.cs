using System.Text;
using KongLite.Plugins.Shared;
using KongLite.Sdk.Exchanges;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.RequestTransformer.Templates;

/// <summary>What the names in a template stand for in one request. Texts have one character for each byte, as in Lua.</summary>
internal sealed class TemplateScope(Exchange exchange)
{
    private FormFields? _query;

    /// <summary>A table of the request, by what is in brackets or behind the dot.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The key, a value of Lua.</param>
    public object? Find(TemplateTable table, object? key) => (table, key) switch
    {
        (TemplateTable.Headers, string name) => Header(name),
        (TemplateTable.QueryParams, string name) => Query(name),
        (TemplateTable.UriCaptures, string name) => exchange.Request.Captures.Named.TryGetValue(RequestHeaders.Text(name), out string? text) ? HeaderText.Bytes(text) : null,
        (TemplateTable.UriCaptures, double number) => Capture(number),
        (TemplateTable.Shared, string name) => exchange.Shared.TryGetValue(RequestHeaders.Text(name), out string? text) ? HeaderText.Bytes(text) : null,
        _ => null,
    };

    private object? Header(string name)
    {
        StringValues values = exchange.Request.Headers[name];
        if (values.Count == 0 && name.Contains('_', StringComparison.Ordinal))
        {
            values = exchange.Request.Headers[name.Replace('_', '-')];
        }

        return values.Count switch
        {
            0 => null,
            1 => values[0],
            _ => values.ToArray(),
        };
    }

    private object? Query(string name)
    {
        _query ??= FormFields.Parse(Encoding.UTF8.GetBytes(exchange.Request.RawQuery));
        var values = new List<object?>();
        foreach (KeyValuePair<string, string?> pair in _query.Pairs)
        {
            if (pair.Key == name)
            {
                values.Add(pair.Value ?? (object)true);
            }
        }

        return values.Count switch
        {
            0 => null,
            1 => values[0],
            _ => values.ToArray(),
        };
    }

    private string? Capture(double number)
    {
        UriCaptures captures = exchange.Request.Captures;
        string? text = number == 0 ? captures.Whole
            : number >= 1 && number <= captures.Unnamed.Count && number == Math.Floor(number) ? captures.Unnamed[(int)number - 1] : null;
        return text is null ? null : HeaderText.Bytes(text);
    }
}
