using System.Text.Json.Serialization;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.OAuth2;

/// <summary>A code that an application exchanges, once, for an access token. Only the plugin makes them.</summary>
[Entity("oauth2_authorization_codes", HasAdminApi = false, Ttl = true, OnDemand = true)]
internal sealed record OAuth2AuthorizationCode : IExpiring
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the code was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>The service that the code is for. Null: all with <c>global_credentials</c>.</summary>
    [Foreign("services", OnDelete = OnDelete.Cascade), NullDefault]
    public Guid? ServiceId { get; init; }

    /// <summary>The application that got the code.</summary>
    [Foreign("oauth2_credentials", OnDelete = OnDelete.Cascade)]
    public Guid CredentialId { get; init; }

    /// <summary>The code; 32 letters and digits when missing.</summary>
    [Auto, Unique, Optional]
    public string? Code { get; init; }

    /// <summary>The user that gave consent, in the words of the application that asked for it. Null: none.</summary>
    [Optional]
    public string? AuthenticatedUserid { get; init; }

    /// <summary>The scopes of the code, blanks between them. Null: none.</summary>
    public string? Scope { get; init; }

    /// <summary>What the application has to prove it knows the origin of (RFC 7636). Null: nothing.</summary>
    [Optional]
    public string? Challenge { get; init; }

    /// <summary>How the challenge was made. Null: there is none.</summary>
    [Optional]
    public OAuth2ChallengeMethod? ChallengeMethod { get; init; }

    /// <summary>The configuration of the plugin that made the code. Null: unknown.</summary>
    [Foreign("plugins", OnDelete = OnDelete.Cascade), NullDefault]
    public Guid? PluginId { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc/>
    public IEntity WithExpiry(DateTimeOffset? expiry) => this with { ExpiresAt = expiry };
}
