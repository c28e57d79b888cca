using FluentValidation;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.ProxyCache;

/// <summary>The memory has to exist.</summary>
internal sealed class ProxyCacheChecks : Checks<ProxyCacheConfig>
{
    // What a Kong 3.9 shares between its workers without further settings, so that configurations carry over.
    private static readonly HashSet<string> Dictionaries =
    [
        "kong", "kong_locks", "kong_healthchecks", "kong_cluster_events", "kong_rate_limiting_counters", "kong_core_db_cache",
        "kong_core_db_cache_miss", "kong_db_cache", "kong_db_cache_miss", "kong_secrets", "prometheus_metrics",
    ];

    /// <summary>The rules.</summary>
    public ProxyCacheChecks() => Custom(config => config).Custom((config, validation) =>
    {
        if (CheckContext.Of(validation).Failed.Count == 0 && !Dictionaries.Contains(config.Memory.DictionaryName))
        {
            validation.AddEntityError($"missing shared dict '{config.Memory.DictionaryName}'");
        }
    });
}
