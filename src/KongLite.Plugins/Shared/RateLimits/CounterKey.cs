using System.Globalization;
using KongLite.Sdk.Entities;

namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>
/// What a counter counts. The plugin's own id is no part of it, so that counts outlive a plugin that is deleted and made again for the same scope.
/// </summary>
/// <param name="Family">What the keys of the plugin begin with in Redis.</param>
/// <param name="RouteId">The route that the plugin is attached to; empty: none.</param>
/// <param name="ServiceId">The service that the plugin is attached to; empty: none.</param>
/// <param name="Identity">Whose requests.</param>
/// <param name="LimitName">Name of the limit, for plugins that have several. Null: there is but one.</param>
internal readonly record struct CounterKey(string Family, Guid RouteId, Guid ServiceId, CounterIdentity Identity, string? LimitName = null)
{
    /// <summary>The key of a plugin that has one limit.</summary>
    public static CounterKey Of(string family, Plugin row, CounterIdentity identity, string? limitName = null) =>
        new(family, row.RouteId ?? Guid.Empty, row.ServiceId ?? Guid.Empty, identity, limitName);

    /// <summary>Kong's name for the counter of a window, so that nodes of both kinds can share a Redis server.</summary>
    /// <param name="period">The period.</param>
    /// <param name="start">Where its window begins.</param>
    public string InRedis(Period period, DateTimeOffset start)
    {
        string name = LimitName is null ? period.Name() : $"{LimitName}:{period.Name()}";
        return string.Create(CultureInfo.InvariantCulture, $"{Family}:{RouteId:D}:{ServiceId:D}:{Identity}:{start.ToUnixTimeMilliseconds()}:{name}");
    }
}
