using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.OAuth2;

/// <summary>An application of a consumer: an OAuth 2.0 client.</summary>
[Entity("oauth2_credentials", EndpointKey = "client_id", AdminName = "oauth2", OnDemand = true)]
[ClientSecretHash]
internal sealed record OAuth2Credential : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the application was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>The consumer that the application belongs to.</summary>
    [Foreign("consumers", OnDelete = OnDelete.Cascade)]
    public Guid ConsumerId { get; init; }

    /// <summary>Name of the application, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The client's id. Any text; 32 letters and digits when missing.</summary>
    [Auto, Unique, Optional]
    public string? ClientId { get; init; }

    /// <summary>The client's secret. Any text; 32 letters and digits when missing. Shown as a hash when it is stored as one.</summary>
    [Auto, Secret, Optional]
    public string? ClientSecret { get; init; }

    /// <summary>Whether the secret that comes with this is stored as a hash (PBKDF2 with SHA-512).</summary>
    public bool HashSecret { get; init; }

    /// <summary>URIs that users may be sent back to: absolute, without fragment.</summary>
    [Optional, Is<RedirectUri>(On = Part.Element)]
    public IReadOnlyList<string>? RedirectUris { get; init; }

    /// <summary>Words to find the application by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whether the client can keep a secret.</summary>
    public OAuth2ClientType ClientType { get; init; } = OAuth2ClientType.Confidential;
}
