using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.IpRestriction;

/// <summary>Configuration of <c>ip-restriction</c>. At least one of the two lists.</summary>
internal sealed record IpRestrictionConfig
{
    /// <summary>IP addresses and CIDR blocks that may pass; when there are any, all others are rejected.</summary>
    [Is<IpOrCidr>(On = Part.Element)]
    public IReadOnlyList<string>? Allow { get; init; }

    /// <summary>IP addresses and CIDR blocks that are rejected, even if they may pass by the other list.</summary>
    [Is<IpOrCidr>(On = Part.Element)]
    public IReadOnlyList<string>? Deny { get; init; }

    /// <summary>Status of a rejection. Null: 403.</summary>
    [Optional]
    public double? Status { get; init; }

    /// <summary>Text of a rejection. Null: one that names the address.</summary>
    [Optional]
    public string? Message { get; init; }
}
