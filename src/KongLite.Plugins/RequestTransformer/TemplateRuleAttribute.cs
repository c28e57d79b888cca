using System.Text.Json.Nodes;
using KongLite.Plugins.Shared.Lua;
using KongLite.Plugins.Shared.Transformers;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.RequestTransformer;

/// <summary>A <c>name:value</c> rule whose value is not empty and holds no Lua expression, <c>$(…)</c>, with an error.</summary>
internal sealed class TemplateRuleAttribute : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 200;

    /// <inheritdoc/>
    public override string? Check(JsonNode value)
    {
        (string name, string template) = NamedValue.Split(value.AsText()!);
        if (template.Length == 0)
        {
            return $"key '{name}' has no value";
        }

        return CheckTemplate(template) is { } error ? $"value '{template}' is not in supported format, error:{error}" : null;
    }

    /// <inheritdoc/>
    public override void Describe(JsonObject description)
    {
    }

    // An expression ends with the parenthesis that balances its first one; without such a one it is plain text.
    private static string? CheckTemplate(string template)
    {
        for (int start = template.IndexOf("$(", StringComparison.Ordinal); start >= 0; start = template.IndexOf("$(", start + 1, StringComparison.Ordinal))
        {
            int end = start + 2;
            for (int depth = 1; end < template.Length && depth > 0; end++)
            {
                depth += template[end] switch { '(' => 1, ')' => -1, _ => 0 };
                if (depth == 0 && LuaSyntax.CheckExpression(template[(start + 2)..end]) is { } error)
                {
                    return error;
                }
            }
        }

        return null;
    }
}
