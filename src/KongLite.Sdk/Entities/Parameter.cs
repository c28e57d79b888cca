using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Sdk.Entities;

/// <summary>A value that the nodes of a cluster share, such as the id of the cluster. No user edits it.</summary>
[Entity("parameters", HasAdminApi = false)]
public sealed record Parameter : IEntity
{
    /// <summary>When the parameter was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>Primary key: the name.</summary>
    [Unique]
    public required string Key { get; init; }

    /// <summary>The value.</summary>
    public required string Value { get; init; }

    // Its name is its key, and no generic store keeps it.
    Guid IEntity.Id => Guid.Empty;
}
