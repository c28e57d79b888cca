using KongLite.Plugins.RequestTransformer.Templates;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.RequestTransformer;

/// <summary>What a configuration does to the query, or to the body.</summary>
internal sealed class FieldRules
{
    private readonly string[] _removed;
    private readonly Rule[] _renamed;
    private readonly Rule[] _replaced;
    private readonly Rule[] _added;
    private readonly Rule[] _appended;

    /// <summary>The rules of a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="isQuery">Whether those for the query are meant; else those for the body.</param>
    /// <param name="templates">Where their values are kept.</param>
    public FieldRules(RequestTransformerConfig config, bool isQuery, TemplateSet templates)
    {
        _removed = [.. (isQuery ? config.Remove.Querystring : config.Remove.Body).Select(HeaderText.Bytes)];
        _renamed = Compile(isQuery ? config.Rename.Querystring : config.Rename.Body, templates);
        _replaced = Compile(isQuery ? config.Replace.Querystring : config.Replace.Body, templates);
        _added = Compile(isQuery ? config.Add.Querystring : config.Add.Body, templates);
        _appended = Compile(isQuery ? config.Append.Querystring : config.Append.Body, templates);
        Any = _removed.Length + _renamed.Length + _replaced.Length + _added.Length + _appended.Length > 0;
    }

    /// <summary>Whether there are rules at all.</summary>
    public bool Any { get; }

    /// <summary>Changes the fields: remove, rename, replace, add, append. Parts of forms are renamed first.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="values">The texts of the templates.</param>
    /// <returns>Whether anything was changed.</returns>
    public bool Apply(IFields fields, string[] values)
    {
        bool renamesFirst = fields is MultipartFields;
        bool isChanged = renamesFirst && Rename(fields, values);
        foreach (string name in _removed)
        {
            isChanged |= fields.Remove(name);
        }

        isChanged |= !renamesFirst && Rename(fields, values);
        foreach (Rule rule in _replaced)
        {
            isChanged |= fields.Replace(rule.Name, values[rule.Value]);
        }

        foreach (Rule rule in _added)
        {
            isChanged |= fields.Add(rule.Name, values[rule.Value]);
        }

        foreach (Rule rule in _appended)
        {
            isChanged |= fields.Append(rule.Name, values[rule.Value]);
        }

        return isChanged;
    }

    private bool Rename(IFields fields, string[] values)
    {
        bool isChanged = false;
        foreach (Rule rule in _renamed)
        {
            isChanged |= fields.Rename(rule.Name, values[rule.Value]);
        }

        return isChanged;
    }

    private static Rule[] Compile(IReadOnlyList<string> rules, TemplateSet templates) => [.. rules.Select(rule => Rule.Of(rule, templates))];
}
