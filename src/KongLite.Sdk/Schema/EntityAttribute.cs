namespace KongLite.Sdk.Schema;

/// <summary>Marks a record as an entity: a row that users edit through the Admin API and kong.yml.</summary>
/// <param name="name">Internal name, plural: <c>services</c>, <c>keyauth_credentials</c>. It names the table, the kong.yml list and <c>/schemas/{name}</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EntityAttribute(string name) : Attribute
{
    /// <summary>Internal name of the entity.</summary>
    public string Name { get; } = name;

    /// <summary>Wire name of the unique field that may stand for the id in Admin API paths. Null: only the id does.</summary>
    public string? EndpointKey { get; init; }

    /// <summary>Collection segment of the Admin API path. Null: the internal name.</summary>
    public string? AdminName { get; init; }

    /// <summary>Name of the entity's table in a database, which <c>/tags</c> shows. Null: the internal name.</summary>
    public string? Table { get; init; }

    /// <summary>False when the Admin API does not know the entity: only the plugin that brings it writes its rows.</summary>
    public bool HasAdminApi { get; init; } = true;

    /// <summary>Segment below a parent's path. Null: <see cref="AdminName"/>.</summary>
    public string? NestedName { get; init; }

    /// <summary>
    /// Wire name of the field that may stand for the id below a parent, together with which it is the <see cref="CacheKey"/>. Null: as at the top level.
    /// </summary>
    public string? NestedKey { get; init; }

    /// <summary>Wire names of the fields that are unique together; nulls count as values. Empty: no such combination.</summary>
    public string[] CacheKey { get; init; } = [];

    /// <summary>True when rows may carry a <c>ttl</c> in seconds and vanish when it runs out. The record then implements <see cref="Entities.IExpiring"/>.</summary>
    public bool Ttl { get; init; }

    /// <summary>
    /// True when there may be any number of rows, so that no node holds them all: requests find them through <see cref="Storage.IEntityLookup"/>.
    /// </summary>
    public bool OnDemand { get; init; }
}
