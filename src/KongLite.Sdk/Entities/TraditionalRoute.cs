using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>A route of the <c>traditional</c> flavour, which knows no wildcards in server names and builds no expression.</summary>
[CheckedBy<TraditionalRouteChecks>]
public sealed record TraditionalRoute : Route
{
    /// <summary>TLS server names to match.</summary>
    [Is<ServerName>(On = Part.Element)]
    public override IReadOnlyList<string>? Snis { get => base.Snis; init => base.Snis = value; }
}
