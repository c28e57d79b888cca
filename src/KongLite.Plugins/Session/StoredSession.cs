using System.Text.Json.Serialization;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Session;

/// <summary>A session that is kept in the gateway's store.</summary>
[Entity("sessions", EndpointKey = "session_id", Ttl = true, OnDemand = true)]
internal sealed record StoredSession : IExpiring
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>The session's id, which its cookie names.</summary>
    [Unique]
    public required string SessionId { get; init; }

    /// <summary>When the session ends, in seconds since 1970. Null: unknown.</summary>
    public long? Expires { get; init; }

    /// <summary>The session, encrypted. Null: none.</summary>
    public string? Data { get; init; }

    /// <summary>When the session was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc/>
    public IEntity WithExpiry(DateTimeOffset? expiry) => this with { ExpiresAt = expiry };
}
