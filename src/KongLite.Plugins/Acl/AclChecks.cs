using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.Acl;

/// <summary>One list, and not an empty one.</summary>
internal sealed class AclChecks : Checks<AclConfig>
{
    /// <summary>The rules; Kong reports both when there is no list at all.</summary>
    public AclChecks()
    {
        OnlyOneOf(config => config.Allow, config => config.Deny);
        AtLeastOneOf(config => config.Allow, config => config.Deny);
    }
}
