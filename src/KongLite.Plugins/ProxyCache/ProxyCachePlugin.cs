using System.Globalization;
using System.Text;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.AspNetCore.Http;

namespace KongLite.Plugins.ProxyCache;

/// <summary>Answers requests with stored answers of the service.</summary>
[Plugin<ProxyCacheConfig>("proxy-cache", Priority = 100, AnyProtocol = true, Checks = typeof(ProxyCacheChecks))]
internal sealed class ProxyCachePlugin(ProxyCacheConfig config, AnswerCache cache, TimeProvider clock) : IAccessPhase, IHeaderFilterPhase, IBodyFilterPhase
{
    /// <summary>Tells what the cache did.</summary>
    internal const string StatusHeader = "X-Cache-Status";

    /// <summary>Tells the key of a request.</summary>
    internal const string KeyHeader = "X-Cache-Key";

    private const string AgeHeader = "age";
    private const string DebugHeader = "Kong-Debug";
    private const int DefaultTtl = 300;

    private static readonly ExchangeKey<PendingAnswer> Pending = new("proxy-cache.pending");

    private readonly CacheKey _key = new(config);
    private readonly Freshness _freshness = new(config, config.CacheTtl ?? DefaultTtl);
    private readonly Cacheable _cacheable = new(config, config.CacheTtl ?? DefaultTtl);

    /// <inheritdoc/>
    public ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        var wishes = new CacheDirectives(config.CacheControl ? exchange.Request.Headers.CacheControl : default);
        if (!_cacheable.IsRequest(exchange.Request.Method, wishes))
        {
            Tell(exchange, config.ResponseHeaders.CacheStatus, StatusHeader, "Bypass");
            return ValueTask.FromResult(PhaseResult.Continue);
        }

        string key = _key.Of(exchange);
        Tell(exchange, config.ResponseHeaders.CacheKey, KeyHeader, key);
        if (cache.Find(key) is not { } answer)
        {
            return config.CacheControl && wishes.Has("only-if-cached")
                ? ValueTask.FromResult(exchange.Exit(StatusCodes.Status504GatewayTimeout))
                : StoreLaterAsync(exchange, key, "Miss");
        }

        long age = clock.GetUtcNow().ToUnixTimeSeconds() - answer.Timestamp;
        return _freshness.Allows(answer, age, wishes)
            ? ValueTask.FromResult(Replay(exchange, answer, age))
            : StoreLaterAsync(exchange, key, "Refresh");
    }

    /// <inheritdoc/>
    public void HeaderFilter(Exchange exchange)
    {
        if (exchange.Get(Pending) is not { } pending)
        {
            return;
        }

        ClientResponse response = exchange.Response;
        if (!_cacheable.IsAnswer(response, clock.GetUtcNow(), out double ttl))
        {
            exchange.Set(Pending, null);
            Tell(exchange, config.ResponseHeaders.CacheStatus, StatusHeader, "Bypass");
            return;
        }

        // Without a body there is no end to wait for, and nothing is stored, as in Kong.
        if (exchange.Request.Method != "HEAD" && response.Status is not (204 or 304))
        {
            pending.Begin(response.Status, response.Headers, ttl, cache.MostOfOne);
        }
    }

    /// <inheritdoc/>
    public void BodyFilter(Exchange exchange, ref BodyChunk chunk)
    {
        if (exchange.Get(Pending) is not { IsCollecting: true } pending)
        {
            return;
        }

        if (exchange.Response.Status != pending.Status)
        {
            // Something else has taken the place of the answer since its headers were seen.
            exchange.Set(Pending, null);
            return;
        }

        pending.Collect(chunk.Data.Span, cache.MostOfOne);
        if (pending.IsCollecting && (chunk.IsLast || pending.IsWhole))
        {
            exchange.Set(Pending, null);
            cache.Store(pending.Key, pending.Complete(clock.GetUtcNow(), config.StorageTtl), pending.Generation);
        }
    }

    private async ValueTask<PhaseResult> StoreLaterAsync(Exchange exchange, string key, string status)
    {
        long generation = cache.Generation;
        IHeaderDictionary headers = exchange.Request.Headers;
        bool hasBody = headers.ContentLength > 0 || headers.TransferEncoding.Count > 0;
        string body = hasBody ? Encoding.UTF8.GetString((await exchange.Request.ReadBodyAsync()).Bytes.Span) : string.Empty;
        exchange.Set(Pending, new PendingAnswer(key, body, generation));
        Tell(exchange, config.ResponseHeaders.CacheStatus, StatusHeader, status);
        return PhaseResult.Continue;
    }

    private PhaseResult Replay(Exchange exchange, CachedAnswer answer, long age)
    {
        answer.Replay(exchange.Response.Headers);
        Tell(exchange, config.ResponseHeaders.Age, AgeHeader, age.ToString(CultureInfo.InvariantCulture));
        Tell(exchange, config.ResponseHeaders.CacheStatus, StatusHeader, "Hit");
        exchange.Response.StandsForService = true;
        return exchange.Exit(answer.Status, answer.Body);
    }

    private static void Tell(Exchange exchange, bool? isWanted, string header, string value)
    {
        if (isWanted == true || exchange.Request.Headers.ContainsKey(DebugHeader))
        {
            exchange.Response.Headers[header] = value;
        }
    }
}
