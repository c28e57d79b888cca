using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.HmacAuth;

/// <summary>A name and secret with which a consumer signs requests.</summary>
[Entity("hmacauth_credentials", CacheKey = ["username"], EndpointKey = "username", AdminName = "hmac-auths", NestedName = "hmac-auth", OnDemand = true)]
internal sealed record HmacAuthCredential : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the credential was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>The consumer that the credential belongs to.</summary>
    [Foreign("consumers", OnDelete = OnDelete.Cascade)]
    public Guid ConsumerId { get; init; }

    /// <summary>Name that signatures carry. Any text.</summary>
    [Unique]
    public required string Username { get; init; }

    /// <summary>Secret that requests are signed with; 32 letters and digits when missing.</summary>
    [Auto]
    public string? Secret { get; init; }

    /// <summary>Words to find the credential by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }
}
