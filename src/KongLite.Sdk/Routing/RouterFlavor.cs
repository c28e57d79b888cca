using System.Text.Json.Serialization;

namespace KongLite.Sdk.Routing;

/// <summary>How routes are written and matched: Kong's <c>router_flavor</c>.</summary>
public enum RouterFlavor
{
    /// <summary>Kong's first router: its order of routes, <c>path_handling</c> v1, no wildcards in <c>snis</c>.</summary>
    [JsonStringEnumMemberName("traditional")] Traditional,

    /// <summary>Routes as in the first router, matched as if they were expressions.</summary>
    [JsonStringEnumMemberName("traditional_compatible")] TraditionalCompatible,

    /// <summary>Routes may be expressions.</summary>
    [JsonStringEnumMemberName("expressions")] Expressions,
}
