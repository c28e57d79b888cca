using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.PreFunction;

/// <summary>Some phase must have code.</summary>
internal sealed class PreFunctionChecks : Checks<PreFunctionConfig>
{
    /// <summary>The rules.</summary>
    public PreFunctionChecks() => AtLeastOneOf(c => c.Certificate, c => c.Rewrite, c => c.Access, c => c.HeaderFilter, c => c.BodyFilter, c => c.Log);
}
