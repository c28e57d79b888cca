using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>A public or private key, as a JSON Web Key or in PEM form.</summary>
[Entity("keys", EndpointKey = "name", CacheKey = ["kid", "set"])]
[CheckedBy<KeyChecks>]
public sealed record Key : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>The set that the key belongs to. Null: none.</summary>
    [Foreign("key_sets", OnDelete = OnDelete.Cascade), Optional]
    public Guid? SetId { get; init; }

    /// <summary>Name, usable instead of the id in paths. Any text.</summary>
    [Unique, Optional]
    public string? Name { get; init; }

    /// <summary>The key's own id, unique within its set.</summary>
    [NotUnique]
    public required string Kid { get; init; }

    /// <summary>The key as a JSON Web Key (RFC 7517), a JSON text. Null: it is in PEM form.</summary>
    [Referenceable, Secret]
    public string? Jwk { get; init; }

    /// <summary>The key in PEM form. Null: it is a JSON Web Key.</summary>
    [Optional]
    public KeyPem? Pem { get; init; }

    /// <summary>Words to find the key by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>When the key was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>When the key was last written, in seconds since 1970.</summary>
    [Auto(OnUpdate = true), Timestamp]
    public long UpdatedAt { get; init; }
}

/// <summary>A key in PEM form.</summary>
[CheckedBy<KeyPemChecks>]
public sealed record KeyPem
{
    /// <summary>The private key in PEM form.</summary>
    [Referenceable, Secret, Optional]
    public string? PrivateKey { get; init; }

    /// <summary>The public key in PEM form.</summary>
    [Referenceable, Optional]
    public string? PublicKey { get; init; }
}
