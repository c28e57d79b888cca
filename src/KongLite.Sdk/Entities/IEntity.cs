namespace KongLite.Sdk.Entities;

/// <summary>A row that users edit; an immutable record.</summary>
public interface IEntity
{
    /// <summary>The primary key.</summary>
    Guid Id { get; }
}

/// <summary>An entity that may have a limited lifetime.</summary>
public interface IExpiring : IEntity
{
    /// <summary>When the row vanishes; null: never.</summary>
    DateTimeOffset? ExpiresAt { get; }

    /// <summary>The same entity with another lifetime.</summary>
    IEntity WithExpiry(DateTimeOffset? expiry);
}
