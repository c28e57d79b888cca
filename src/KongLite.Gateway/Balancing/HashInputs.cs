using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;

namespace KongLite.Gateway.Balancing;

/// <summary>What of a request is hashed to pick an address: an upstream's <c>hash_on</c>, and its <c>hash_fallback</c> where that yields nothing.</summary>
internal sealed class HashInputs
{
    private readonly HashSource _first;
    private readonly HashSource _fallback;

    private HashInputs(HashSource first, HashSource fallback) => (_first, _fallback) = (first, fallback);

    /// <summary>The inputs of an upstream; null: it hashes nothing.</summary>
    public static HashInputs? Of(Upstream upstream)
    {
        if (upstream.Algorithm != BalancerAlgorithm.ConsistentHashing || upstream.HashOn is null or HashInput.None)
        {
            return null;
        }

        return new HashInputs(
            HashSource.Create(
                upstream.HashOn, upstream.HashOnHeader, upstream.HashOnQueryArg, upstream.HashOnUriCapture, upstream.HashOnCookie, upstream.HashOnCookiePath),
            HashSource.Create(
                upstream.HashFallback,
                upstream.HashFallbackHeader,
                upstream.HashFallbackQueryArg,
                upstream.HashFallbackUriCapture,
                upstream.HashOnCookie,
                upstream.HashOnCookiePath));
    }

    /// <summary>The hash of a request's key; that of the empty text when it has none.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="cookie">The cookie that the client is to be given; null: none.</param>
    public uint Read(Exchange exchange, out HashCookie? cookie) =>
        _first.Read(exchange, out cookie) ?? _fallback.Read(exchange, out cookie) ?? ConsistentHashing.Hash([]);
}
