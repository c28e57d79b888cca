using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Transformers;
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

    /// <summary>The rules of a configuration.</summary>
    public ResponseHeaderRules(ResponseTransformerConfig config)
    {
        _removed = [.. config.Remove.Headers];
        _renamed = [.. Compile(config.Rename.Headers).Where(pair => !IsFraming(pair.Value))];
        _replaced = Compile(config.Replace.Headers);
        _added = Compile(config.Add.Headers);
        _appended = Compile(config.Append.Headers);
    }

    /// <summary>Changes the headers: remove, rename, replace, add, append.</summary>
    public void Apply(IHeaderDictionary headers)
    {
        StringValues[] renamed = Array.ConvertAll(_renamed, rule => headers[rule.Name]);
        bool[] replaced = Array.ConvertAll(_replaced, rule => headers[rule.Name].Count > 0);
        bool[] added = Array.ConvertAll(_added, rule => headers[rule.Name].Count == 0);
        foreach (string name in _removed)
        {
            headers.Remove(name);
        }

        for (int i = 0; i < _renamed.Length; i++)
        {
            Rename(headers, _renamed[i].Name, _renamed[i].Value, renamed[i]);
        }

        for (int i = 0; i < _replaced.Length; i++)
        {
            Set(headers, _replaced[i], replaced[i]);
        }

        for (int i = 0; i < _added.Length; i++)
        {
            Set(headers, _added[i], added[i]);
        }

        foreach ((string name, string value) in _appended)
        {
            headers[name] = StringValues.Concat(headers[name], value);
        }
    }

    private static void Rename(IHeaderDictionary headers, string old, string name, StringValues moved)
    {
        if (moved.Count > 0)
        {
            headers.Remove(old);
            headers[name] = moved;
        }
    }

    private static void Set(IHeaderDictionary headers, (string Name, string Value) rule, bool applies)
    {
        if (applies)
        {
            headers[rule.Name] = rule.Value;
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
