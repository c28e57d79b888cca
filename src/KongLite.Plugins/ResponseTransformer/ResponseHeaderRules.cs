using KongLite.Plugins.Shared.Transformers;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.ResponseTransformer;

/// <summary>What a configuration does to the headers of answers. Whether a header is there is decided before the first change.</summary>
internal sealed class ResponseHeaderRules
{
    private readonly string[] _removed;
    private readonly (string Name, string Value)[] _renamed;
    private readonly (string Name, string Value)[] _replaced;
    private readonly (string Name, string Value)[] _added;
    private readonly (string Name, string Value)[] _appended;

    // The names that rules ask for: the old ones of the renamed, then the replaced, then the added.
    private readonly string[] _asked;

    /// <summary>The rules of a configuration.</summary>
    public ResponseHeaderRules(ResponseTransformerConfig config)
    {
        _removed = [.. config.Remove.Headers];
        _renamed = [.. Compile(config.Rename.Headers).Where(pair => !IsFraming(pair.Value))];
        _replaced = Compile(config.Replace.Headers);
        _added = Compile(config.Add.Headers);
        _appended = Compile(config.Append.Headers);
        _asked = [.. _renamed.Concat(_replaced).Concat(_added).Select(rule => rule.Name)];
    }

    /// <summary>Changes the headers: remove, rename, replace, add, append.</summary>
    public void Apply(IHeaderDictionary headers)
    {
        StringValues[] before = _asked.Length == 0 ? [] : new StringValues[_asked.Length];
        for (int i = 0; i < before.Length; i++)
        {
            before[i] = headers[_asked[i]];
        }

        foreach (string name in _removed)
        {
            headers.Remove(name);
        }

        int asked = 0;
        foreach ((string old, string name) in _renamed)
        {
            StringValues moved = before[asked++];
            if (moved.Count > 0)
            {
                headers.Remove(old);
                headers[name] = moved;
            }
        }

        foreach ((string name, string value) in _replaced)
        {
            if (before[asked++].Count > 0)
            {
                headers[name] = value;
            }
        }

        foreach ((string name, string value) in _added)
        {
            if (before[asked++].Count == 0)
            {
                headers[name] = value;
            }
        }

        foreach ((string name, string value) in _appended)
        {
            headers[name] = StringValues.Concat(headers[name], value);
        }
    }

    // A rule without a value does nothing, and how the body is framed is the gateway's to say.
    private static (string Name, string Value)[] Compile(IReadOnlyList<string> rules) =>
    [
        .. rules.Select(NamedValue.Split)
            .Where(pair => pair.Value.Length > 0 && !IsFraming(pair.Name))
            .Select(pair => (HeaderText.Name(pair.Name), HeaderText.Value(pair.Value))),
    ];

    private static bool IsFraming(string name) =>
        name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);
}
