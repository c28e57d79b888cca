using KongLite.Plugins.Shared.RateLimits;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.RateLimiting;

/// <summary>Which limits make sense together, and what a policy and a way of counting need.</summary>
internal sealed class RateLimitingChecks : Checks<RateLimitingConfig>
{
    /// <summary>The rules.</summary>
    public RateLimitingChecks()
    {
        Whole(config => CheckOrder(config) ?? CheckSyncRate(config));
        AtLeastOneOf(c => c.Second, c => c.Minute, c => c.Hour, c => c.Day, c => c.Month, c => c.Year);
        Conditional(c => c.Policy, Match.Equal("redis"), c => c.Redis.Host, Match.Required);
        Conditional(c => c.Policy, Match.Equal("redis"), c => c.Redis.Port, Match.Required);
        Conditional(c => c.Policy, Match.Equal("redis"), c => c.Redis.Timeout, Match.Required);
        Conditional(c => c.LimitBy, Match.Equal("header"), c => c.HeaderName, Match.Required);
        Conditional(c => c.LimitBy, Match.Equal("path"), c => c.Path, Match.Required);
    }

    private static string? CheckOrder(RateLimitingConfig config) =>
        PeriodOrder.Check(config.Second, config.Minute, config.Hour, config.Day, config.Month, config.Year) is { } error ? $"The {error}" : null;

    private static string? CheckSyncRate(RateLimitingConfig config) => config switch
    {
        { SyncRate: -1 } => null,
        { Policy: not CounterPolicy.Redis } => "sync_rate can only be used with the redis policy",
        { SyncRate: < 0.02 } => "sync_rate must be greater than 0.02, or -1 to disable",
        _ => null,
    };
}
