using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.RequestTransformer.Templates;

/// <summary>All templates of a configuration. They are written together and first: every one sees the request as it came.</summary>
internal sealed class TemplateSet
{
    private readonly List<Template> _templates = [];
    private string[]? _constants;

    /// <summary>Adds one.</summary>
    /// <returns>The place of its text in what <see cref="Write"/> gives.</returns>
    /// <exception cref="TemplateException">It cannot be compiled.</exception>
    public int Add(string text)
    {
        _templates.Add(Template.Compile(text));
        return _templates.Count - 1;
    }

    /// <summary>Ends the adding.</summary>
    public TemplateSet Seal()
    {
        _constants = _templates.TrueForAll(each => each.Constant is not null) ? [.. _templates.Select(each => each.Constant!)] : null;
        return this;
    }

    /// <summary>The texts for a request, one character for each byte.</summary>
    /// <exception cref="TemplateException">One of them cannot be written.</exception>
    public string[] Write(Exchange exchange)
    {
        if (_constants is not null)
        {
            return _constants;
        }

        var scope = new TemplateScope(exchange);
        string[] texts = new string[_templates.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = _templates[i].Write(scope);
        }

        return texts;
    }
}
