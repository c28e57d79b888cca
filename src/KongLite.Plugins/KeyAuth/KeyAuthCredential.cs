using System.Text.Json.Serialization;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.KeyAuth;

/// <summary>A key of a consumer.</summary>
[Entity("keyauth_credentials", EndpointKey = "key", AdminName = "key-auths", NestedName = "key-auth", Ttl = true, OnDemand = true)]
internal sealed record KeyAuthCredential : IExpiring
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the credential was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>The consumer that the key belongs to.</summary>
    [Foreign("consumers", OnDelete = OnDelete.Cascade)]
    public Guid ConsumerId { get; init; }

    /// <summary>The key. Any text; 32 letters and digits when missing.</summary>
    [Auto, Unique, Optional]
    public string? Key { get; init; }

    /// <summary>Words to find the credential by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc/>
    public IEntity WithExpiry(DateTimeOffset? expiry) => this with { ExpiresAt = expiry };
}
