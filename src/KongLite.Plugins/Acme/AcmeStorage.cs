using System.Text.Json.Serialization;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Acme;

/// <summary>What Kong's acme plugin keeps between requests: challenges, accounts, certificates. The plugin itself is not known here.</summary>
[Entity("acme_storage", Ttl = true, OnDemand = true)]
internal sealed record AcmeStorage : IExpiring
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>Name of the value; 32 letters and digits when missing.</summary>
    [Auto, Unique]
    public required string Key { get; init; }

    /// <summary>The value; 32 letters and digits when missing.</summary>
    [Auto]
    public required string Value { get; init; }

    /// <summary>When the value was stored, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc/>
    public IEntity WithExpiry(DateTimeOffset? expiry) => this with { ExpiresAt = expiry };
}
