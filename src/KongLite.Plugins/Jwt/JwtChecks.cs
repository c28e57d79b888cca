using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.Jwt;

/// <summary>A bound for the token's end is of use only where the end is looked at.</summary>
internal sealed class JwtChecks : Checks<JwtConfig>
{
    /// <summary>The rule.</summary>
    public JwtChecks() =>
        Conditional(config => config.MaximumExpiration, Match.GreaterThan(0), config => config.ClaimsToVerify, Match.Contains("exp"));
}
