using KongLite.Plugins.Shared.Authentication;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Storage;

namespace KongLite.Plugins.KeyAuth;

/// <summary>Rejects requests whose header, query or body carries no known API key.</summary>
[Plugin<KeyAuthConfig>("key-auth", Priority = 1250, NoConsumer = true, Entities = [typeof(KeyAuthCredential)])]
internal sealed class KeyAuthPlugin : AuthenticationPlugin
{
    private readonly KeyFinder _finder;
    private readonly TimeProvider _clock;
    private readonly Refusal _noKey;
    private readonly Refusal _duplicate;
    private readonly Refusal _unknown;

    public KeyAuthPlugin(KeyAuthConfig config, IEntityLookup lookup, TimeProvider clock) : base(lookup, config.Anonymous, config.RunOnPreflight)
    {
        _finder = new KeyFinder(config);
        _clock = clock;
        string challenge = Challenge.Of("Key", config.Realm);
        _noKey = new Refusal("No API key found in request", challenge);
        _duplicate = new Refusal("Duplicate API key found", challenge);
        _unknown = new Refusal("Unauthorized", challenge);
    }

    /// <inheritdoc/>
    protected override async ValueTask<Refusal?> AuthenticateAsync(Exchange exchange)
    {
        FoundKey found = await _finder.FindAsync(exchange);
        if (found.IsDuplicate)
        {
            return _duplicate;
        }

        if (string.IsNullOrEmpty(found.Key))
        {
            return _noKey;
        }

        KeyAuthCredential? credential = await Lookup.FindByAsync<KeyAuthCredential>("key", found.Key, exchange.Aborted);
        // What the lookup remembers may have run out since.
        if (credential is null || credential.ExpiresAt <= _clock.GetUtcNow())
        {
            return _unknown;
        }

        return await AcceptAsync(exchange, credential.ConsumerId, credential, credential.Id.ToString("D")) ? null : _unknown;
    }
}
