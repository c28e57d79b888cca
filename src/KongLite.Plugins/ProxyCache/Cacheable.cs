using System.Collections.Frozen;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace KongLite.Plugins.ProxyCache;

/// <summary>Which requests the cache looks at, and which answers it stores.</summary>
/// <param name="config">The rules.</param>
/// <param name="cacheTtl">How long answers are fresh that do not say so themselves, in seconds.</param>
internal sealed class Cacheable(ProxyCacheConfig config, int cacheTtl)
{
    private readonly FrozenSet<string> _methods = config.RequestMethod.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<int> _statuses = config.ResponseCode.ToFrozenSet();
    private readonly MediaTypes _types = new(config.ContentType);

    /// <summary>Whether a request is one for the cache.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="wishes">Its <c>Cache-Control</c>, when that counts.</param>
    public bool IsRequest(string method, CacheDirectives wishes) =>
        _methods.Contains(method) && !wishes.Has("no-store") && !wishes.Has("no-cache");

    /// <summary>Whether an answer may be stored.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="now">The moment.</param>
    /// <param name="ttl">How long it is fresh, in seconds.</param>
    public bool IsAnswer(ClientResponse response, DateTimeOffset now, out double ttl)
    {
        ttl = cacheTtl;
        if (!_statuses.Contains(response.Status) || !_types.Contain(response.Headers.ContentType))
        {
            return false;
        }

        if (!config.CacheControl)
        {
            return true;
        }

        var rules = new CacheDirectives(response.Headers.CacheControl);
        ttl = Lifetime(rules, response.Headers, now);
        return !rules.Has("private") && !rules.Has("no-store") && !rules.Has("no-cache") && ttl > 0;
    }

    private static double Lifetime(CacheDirectives rules, IHeaderDictionary headers, DateTimeOffset now)
    {
        if ((rules.Number("s-maxage") ?? rules.Number("max-age")) is { } seconds)
        {
            return seconds;
        }

        return headers.Expires is [.., { } last] && HeaderUtilities.TryParseDate(last, out DateTimeOffset expires)
            ? Math.Floor((expires - now).TotalSeconds)
            : 0;
    }
}
