using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.RateLimiting;

/// <summary>Limits the number of requests in periods of time.</summary>
[Plugin<RateLimitingConfig>("rate-limiting", Priority = 910, Checks = typeof(RateLimitingChecks))]
internal sealed class RateLimitingPlugin;
