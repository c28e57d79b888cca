namespace KongLite.Plugins.ProxyCache;

/// <summary>Whether a stored answer is good enough for a request.</summary>
/// <param name="config">Whether the request's wishes count.</param>
/// <param name="cacheTtl">How long answers are fresh, in seconds.</param>
internal sealed class Freshness(ProxyCacheConfig config, int cacheTtl)
{
    /// <summary>Whether it is.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="age">Its age, in seconds.</param>
    /// <param name="wishes">The request's <c>Cache-Control</c>.</param>
    public bool Allows(CachedAnswer answer, long age, CacheDirectives wishes) =>
        // An answer that is kept beyond its time is still good for requests that say nothing about it.
        config.CacheControl
            ? !(age > wishes.Number("max-age")) && !(age - answer.Ttl > wishes.Number("max-stale")) && !(answer.Ttl - age < wishes.Number("min-fresh"))
            : age <= cacheTtl;
}
