using System.Text.Json.Serialization;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.OAuth2;

/// <summary>An access token of an application.</summary>
[Entity("oauth2_tokens", EndpointKey = "access_token", Ttl = true, OnDemand = true)]
internal sealed record OAuth2Token : IExpiring
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the token was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>The service that the token is for. Null: all with <c>global_credentials</c>.</summary>
    [Foreign("services", OnDelete = OnDelete.Cascade), NullDefault]
    public Guid? ServiceId { get; init; }

    /// <summary>The application that got the token.</summary>
    [Foreign("oauth2_credentials", OnDelete = OnDelete.Cascade)]
    public Guid CredentialId { get; init; }

    /// <summary>How the token is used.</summary>
    public OAuth2TokenType TokenType { get; init; } = OAuth2TokenType.Bearer;

    /// <summary>How long the token is valid, in seconds from its creation; 0: for ever.</summary>
    public required long ExpiresIn { get; init; }

    /// <summary>The token. Any text; 32 letters and digits when missing.</summary>
    [Auto, Unique, Optional]
    public string? AccessToken { get; init; }

    /// <summary>Token that gets a new access token. Null: none.</summary>
    [Unique, Optional]
    public string? RefreshToken { get; init; }

    /// <summary>The user that gave consent, in the words of the application that asked for it. Null: none.</summary>
    [Optional]
    public string? AuthenticatedUserid { get; init; }

    /// <summary>The scopes of the token, blanks between them. Null: none.</summary>
    public string? Scope { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc/>
    public IEntity WithExpiry(DateTimeOffset? expiry) => this with { ExpiresAt = expiry };
}
