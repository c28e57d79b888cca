using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.Acl;

/// <summary>A consumer's membership in a group.</summary>
[Entity("acls", NestedKey = "group", CacheKey = ["consumer", "group"], OnDemand = true)]
internal sealed record AclGroup : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the membership was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>The member.</summary>
    [Foreign("consumers", OnDelete = OnDelete.Cascade)]
    public Guid ConsumerId { get; init; }

    /// <summary>Name of the group. Any text; a consumer is in a group once.</summary>
    public required string Group { get; init; }

    /// <summary>Words to find the membership by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }
}
