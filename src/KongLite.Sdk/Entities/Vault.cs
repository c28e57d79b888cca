using System.Text.Json;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>A place that secrets come from, under a prefix for references.</summary>
[Entity("vaults", Table = "sm_vaults", EndpointKey = "prefix", CacheKey = ["prefix"])]
public sealed record Vault : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>How references name the vault: <c>{vault://my-env/secret}</c>. Lower-case letters, digits and dashes.</summary>
    [Unique(AcrossWorkspaces = true), NotOneOf("env"), Match("^[a-z][a-z%d-]-[a-z%d]+$")]
    public required string Prefix { get; init; }

    /// <summary>Type of the vault: <c>env</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the vault is for, in words.</summary>
    public string? Description { get; init; }

    /// <summary>The type's own settings; <c>/schemas/vaults/{name}</c> describes them.</summary>
    [Abstract]
    public JsonElement Config { get; init; }

    /// <summary>When the vault was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>When the vault was last written, in seconds since 1970.</summary>
    [Auto(OnUpdate = true), Timestamp]
    public long UpdatedAt { get; init; }

    /// <summary>Words to find the vault by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>Settings of a vault of type <c>env</c>: secrets are environment variables.</summary>
public sealed record EnvVaultConfig
{
    /// <summary>What stands in front of every variable's name.</summary>
    [Match("^[%a_-][%a%d_-]*$")]
    public string? Prefix { get; init; }
}
