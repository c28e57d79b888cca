using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Sdk.Entities;

/// <summary>A partition of the configuration. There is one, <c>default</c>, and nobody edits it.</summary>
[Entity("workspaces", HasAdminApi = false)]
public sealed record Workspace : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>Name of the workspace; not that of an entity.</summary>
    [Unique, LengthMin(1)]
    [NotOneOf(
        "workspaces",
        "consumers",
        "certificates",
        "services",
        "routes",
        "snis",
        "upstreams",
        "targets",
        "plugins",
        "tags",
        "ca_certificates",
        "clustering_data_planes",
        "parameters",
        "vaults",
        "key_sets",
        "keys",
        "filter_chains")]
    public required string Name { get; init; }

    /// <summary>What the workspace is for, in words.</summary>
    public string? Comment { get; init; }

    /// <summary>When the workspace was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>When the workspace was last written, in seconds since 1970.</summary>
    [Auto(OnUpdate = true), Timestamp]
    public long UpdatedAt { get; init; }

    /// <summary>Data about the workspace. Kong keeps none here.</summary>
    public WorkspaceData Meta { get; init; } = new();

    /// <summary>Settings of the workspace. Kong has none.</summary>
    public WorkspaceData Config { get; init; } = new();
}

/// <summary>A record without fields.</summary>
public sealed record WorkspaceData;
