using System.Text;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.RequestTransformer.Templates;

/// <summary>A text with <c>$(expression)</c> in it, compiled.</summary>
internal sealed class Template
{
    private readonly List<(string Text, Expression? Expression)> _parts = [];

    private Template()
    {
    }

    /// <summary>The text of a template without expressions, one character for each byte; null: it has some.</summary>
    public string? Constant { get; private set; }

    /// <summary>Compiles a text.</summary>
    /// <exception cref="TemplateException">An expression in it is none, or uses parts of Lua that templates do not have.</exception>
    public static Template Compile(string text)
    {
        var template = new Template();
        int from = 0;
        foreach (Range code in Expressions(text))
        {
            int start = code.Start.Value;
            template._parts.Add((HeaderText.Bytes(text[from..(start - 2)]), null));
            template._parts.Add((string.Empty, ExpressionParser.Parse(text[code])));
            from = code.End.Value + 1;
        }

        string rest = HeaderText.Bytes(text[from..]);
        template.Constant = from == 0 ? rest : null;
        template._parts.Add((rest, null));
        return template;
    }

    /// <summary>Where the expressions of a text are, without <c>$(</c> and <c>)</c>. Each ends where its parentheses balance; without such an end it is text.</summary>
    public static IEnumerable<Range> Expressions(string text)
    {
        int start = text.IndexOf("$(", StringComparison.Ordinal);
        while (start >= 0)
        {
            int end = start + 2;
            int depth = 1;
            while (end < text.Length && depth > 0)
            {
                depth += text[end++] switch { '(' => 1, ')' => -1, _ => 0 };
            }

            if (depth == 0)
            {
                yield return new Range(start + 2, end - 1);
            }

            start = text.IndexOf("$(", depth == 0 ? end : start + 2, StringComparison.Ordinal);
        }
    }

    /// <summary>The text for a request.</summary>
    /// <exception cref="TemplateException">Lua would fail, too.</exception>
    public string Write(TemplateScope scope)
    {
        if (Constant is not null)
        {
            return Constant;
        }

        var text = new StringBuilder();
        foreach ((string plain, Expression? expression) in _parts)
        {
            text.Append(expression is null ? plain : LuaValue.Write(expression(scope)));
        }

        return text.ToString();
    }
}
