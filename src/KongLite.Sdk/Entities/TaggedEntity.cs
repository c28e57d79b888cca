using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Entities;

/// <summary>That an entity has a tag; derived from the <c>tags</c> fields, for reading only.</summary>
[Entity("tags", EndpointKey = "tag", HasAdminApi = false)]
public sealed record TaggedEntity : IEntity
{
    /// <summary>The tag.</summary>
    public required string Tag { get; init; }

    /// <summary>Internal name of the entity: <c>services</c>.</summary>
    public required string EntityName { get; init; }

    /// <summary>Primary key of the row that has the tag.</summary>
    [Auto]
    public required Guid EntityId { get; init; }

    // It is no row of its own.
    Guid IEntity.Id => EntityId;
}
