using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.PostFunction;

/// <summary>Some phase must have code.</summary>
internal sealed class PostFunctionChecks : Checks<PostFunctionConfig>
{
    /// <summary>The rules.</summary>
    public PostFunctionChecks() => AtLeastOneOf(c => c.Certificate, c => c.Rewrite, c => c.Access, c => c.HeaderFilter, c => c.BodyFilter, c => c.Log);
}
