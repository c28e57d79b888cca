using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Storage;

namespace KongLite.Plugins.KeyAuth;

/// <summary>Rejects requests whose header, query or body carries no known API key.</summary>
[Plugin<KeyAuthConfig>("key-auth", Priority = 1250, NoConsumer = true, Entities = [typeof(KeyAuthCredential)])]
internal sealed class KeyAuthPlugin(KeyAuthConfig config, IEntityLookup lookup, TimeProvider clock) : IAccessPhase
{
    private readonly string _challenge = config.Realm is { } realm ? $"Key realm=\"{realm}\"" : "Key";
    private readonly KeyFinder _finder = new(config);

    /// <inheritdoc/>
    public async ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        if (!config.RunOnPreflight && exchange.Request.Method == "OPTIONS")
        {
            return PhaseResult.Continue;
        }

        if (config.Anonymous is not null && exchange.Client.Credential is not null)
        {
            return PhaseResult.Continue;
        }

        string? refusal = await AuthenticateAsync(exchange);
        if (refusal is null)
        {
            return PhaseResult.Continue;
        }

        if (config.Anonymous is { } anonymous)
        {
            return await BecomeAnonymousAsync(exchange, anonymous);
        }

        exchange.Response.Headers.WWWAuthenticate = _challenge;
        return exchange.Error(401, refusal);
    }

    /// <summary>Names the consumer of the key.</summary>
    /// <returns>Why it could not; null: it could.</returns>
    private async ValueTask<string?> AuthenticateAsync(Exchange exchange)
    {
        FoundKey found = await _finder.FindAsync(exchange);
        if (found.IsDuplicate)
        {
            return "Duplicate API key found";
        }

        if (string.IsNullOrEmpty(found.Key))
        {
            return "No API key found in request";
        }

        KeyAuthCredential? credential = await lookup.FindByAsync<KeyAuthCredential>("key", found.Key, exchange.Aborted);
        // What the lookup remembers may have run out since.
        if (credential is null || credential.ExpiresAt <= clock.GetUtcNow())
        {
            return "Unauthorized";
        }

        if (await lookup.FindAsync<Consumer>(credential.ConsumerId, exchange.Aborted) is not { } consumer)
        {
            return "Unauthorized";
        }

        exchange.Client.Authenticate(consumer, credential, credential.Id.ToString("D"));
        return null;
    }

    private async ValueTask<PhaseResult> BecomeAnonymousAsync(Exchange exchange, string anonymous)
    {
        Consumer? consumer = Guid.TryParseExact(anonymous, "D", out Guid id) ? await lookup.FindAsync<Consumer>(id, exchange.Aborted) : null;
        consumer ??= await lookup.FindByAsync<Consumer>("username", anonymous, exchange.Aborted);
        if (consumer is null)
        {
            return exchange.Error(500);
        }

        exchange.Client.Authenticate(consumer, credential: null, identifier: null);
        return PhaseResult.Continue;
    }
}
