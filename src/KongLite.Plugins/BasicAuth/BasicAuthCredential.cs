using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.BasicAuth;

/// <summary>A username and password of a consumer.</summary>
[Entity("basicauth_credentials", CacheKey = ["username"], EndpointKey = "username", AdminName = "basic-auths", NestedName = "basic-auth", OnDemand = true)]
[PasswordHash]
internal sealed record BasicAuthCredential : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the credential was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>The consumer that the credential belongs to. A change needs the password, too, since its hash depends on both.</summary>
    [Foreign("consumers", OnDelete = OnDelete.Cascade)]
    public Guid ConsumerId { get; init; }

    /// <summary>Name to log in with. Any text.</summary>
    [Unique]
    public required string Username { get; init; }

    /// <summary>The password; stored and shown as a hash, 40 hexadecimal digits.</summary>
    [Secret]
    public required string Password { get; init; }

    /// <summary>Words to find the credential by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }
}
