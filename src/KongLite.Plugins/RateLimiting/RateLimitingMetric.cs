using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.RateLimiting;

/// <summary>A counter that the nodes of a cluster share: the requests of one client in one window of time. Only the plugin writes it.</summary>
[Entity("ratelimiting_metrics", HasAdminApi = false, OnDemand = true)]
internal sealed record RateLimitingMetric : IEntity
{
    /// <summary>Whose requests: an address, a consumer's id or what else the limit is by.</summary>
    [LengthMin(0)]
    public required string Identifier { get; init; }

    /// <summary>Length of the window: <c>second</c> to <c>year</c>.</summary>
    public required string Period { get; init; }

    /// <summary>When the window began, in seconds since 1970.</summary>
    [Timestamp]
    public required long PeriodDate { get; init; }

    /// <summary>The service that is limited; all zeros: every one.</summary>
    public required Guid ServiceId { get; init; }

    /// <summary>The route that is limited; all zeros: every one.</summary>
    public required Guid RouteId { get; init; }

    /// <summary>Requests so far.</summary>
    public required long Value { get; init; }

    // The first five fields together are its key, and no generic store keeps it.
    Guid IEntity.Id => Guid.Empty;
}
