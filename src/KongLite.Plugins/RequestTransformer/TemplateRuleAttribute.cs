using System.Text.Json.Nodes;
using KongLite.Plugins.RequestTransformer.Templates;
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

    private static string? CheckTemplate(string template)
    {
        foreach (Range code in Template.Expressions(template))
        {
            if (LuaSyntax.CheckExpression(template[code]) is { } error)
            {
                return error;
            }
        }

        return null;
    }
}
