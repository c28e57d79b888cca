using KongLite.Plugins.RequestTransformer.Templates;
using KongLite.Plugins.Shared.Transformers;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.RequestTransformer;

/// <summary>A <c>name:value</c> rule.</summary>
/// <param name="Name">The name, one character for each byte.</param>
/// <param name="Value">Place of the value in the texts of the templates.</param>
internal readonly record struct Rule(string Name, int Value)
{
    /// <summary>Reads a rule.</summary>
    /// <exception cref="TemplateException">Its template cannot be compiled.</exception>
    public static Rule Of(string rule, TemplateSet templates)
    {
        (string name, string value) = NamedValue.Split(rule);
        return new Rule(HeaderText.Bytes(name), templates.Add(value));
    }
}
