using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.IpRestriction;

/// <summary>At least one list, and not an empty one.</summary>
internal sealed class IpRestrictionChecks : Checks<IpRestrictionConfig>
{
    /// <summary>The rule.</summary>
    public IpRestrictionChecks() => AtLeastOneOf(config => config.Allow, config => config.Deny);
}
