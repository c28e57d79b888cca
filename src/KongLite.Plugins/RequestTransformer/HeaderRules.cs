using KongLite.Plugins.RequestTransformer.Templates;
using KongLite.Plugins.Shared.Transformers;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.RequestTransformer;

/// <summary>What a configuration does to the headers. <c>Host</c> can be replaced and nothing else; those that frame the body are the gateway's.</summary>
internal sealed class HeaderRules
{
    private const string Host = "Host";
    private readonly string[] _removed;
    private readonly (string Old, string New)[] _renamed;
    private readonly Rule[] _replaced;
    private readonly Rule[] _added;
    private readonly Rule[] _appended;

    /// <summary>The rules of a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="templates">Where their values are kept.</param>
    public HeaderRules(RequestTransformerConfig config, TemplateSet templates)
    {
        _removed = [.. config.Remove.Headers.Where(IsOurs)];
        _renamed = [.. config.Rename.Headers.Select(NamedValue.Split).Where(pair => IsOurs(pair.Name) && !IsFraming(pair.Value) && pair.Name != pair.Value)];
        _replaced = Compile(config.Replace.Headers, templates, static name => !IsFraming(name));
        _added = Compile(config.Add.Headers, templates, IsOurs);
        _appended = Compile(config.Append.Headers, templates, IsOurs);
    }

    /// <summary>Changes the headers: remove, rename, replace, add, append.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="values">The texts of the templates.</param>
    public void Apply(Exchange exchange, string[] values)
    {
        IHeaderDictionary headers = exchange.Request.Headers;
        foreach (string name in _removed)
        {
            headers.Remove(name);
        }

        foreach ((string old, string name) in _renamed)
        {
            Rename(exchange, old, name);
        }

        foreach (Rule rule in _replaced)
        {
            if (IsHost(rule.Name))
            {
                exchange.Upstream.HostHeader = HeaderText.Safe(values[rule.Value]);
            }
            else if (headers.TryGetValue(rule.Name, out StringValues current) && current.Count > 0)
            {
                headers[rule.Name] = HeaderText.Safe(values[rule.Value]);
            }
        }

        foreach (Rule rule in _added)
        {
            if (!headers.TryGetValue(rule.Name, out StringValues current) || current.Count == 0)
            {
                headers[rule.Name] = HeaderText.Safe(values[rule.Value]);
            }
        }

        foreach (Rule rule in _appended)
        {
            headers[rule.Name] = StringValues.Concat(headers[rule.Name], HeaderText.Safe(values[rule.Value]));
        }
    }

    private static void Rename(Exchange exchange, string old, string name)
    {
        IHeaderDictionary headers = exchange.Request.Headers;
        if (!headers.Remove(old, out StringValues moved) || moved.Count == 0)
        {
            return;
        }

        if (IsHost(name))
        {
            exchange.Upstream.HostHeader = moved[0];
            return;
        }

        headers.Remove(name);
        headers[name] = moved;
    }

    // A rule without a value does nothing.
    private static Rule[] Compile(IReadOnlyList<string> rules, TemplateSet templates, Func<string, bool> admits) =>
        [.. rules.Where(rule => NamedValue.Split(rule) is var (name, value) && value.Length > 0 && admits(name)).Select(rule => Rule.Of(rule, templates))];

    private static bool IsOurs(string name) => !IsHost(name) && !IsFraming(name);

    private static bool IsHost(string name) => name.Equals(Host, StringComparison.OrdinalIgnoreCase);

    private static bool IsFraming(string name) =>
        name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);
}
