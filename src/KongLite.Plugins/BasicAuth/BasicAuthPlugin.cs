using KongLite.Plugins.Shared.Authentication;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Storage;

namespace KongLite.Plugins.BasicAuth;

/// <summary>Rejects requests without the username and password of a consumer (RFC 7617).</summary>
[Plugin<BasicAuthConfig>("basic-auth", Priority = 1100, NoConsumer = true, Entities = [typeof(BasicAuthCredential)])]
internal sealed class BasicAuthPlugin(BasicAuthConfig config, IEntityLookup lookup) : AuthenticationPlugin(lookup, config.Anonymous)
{
    private readonly Refusal _refusal = new("Unauthorized", Challenge.Of("Basic", config.Realm));

    /// <inheritdoc/>
    protected override async ValueTask<Refusal?> AuthenticateAsync(Exchange exchange)
    {
        // What names nobody gives way to the other header; a wrong password does not.
        (BasicAuthCredential Credential, byte[] Password)? found =
            await FindAsync(exchange, "Proxy-Authorization") ?? await FindAsync(exchange, "Authorization");
        if (found is not var (credential, password) || !PasswordHashAttribute.Matches(password, credential.ConsumerId, credential.Password))
        {
            return _refusal;
        }

        return await AcceptAsync(exchange, credential.ConsumerId, credential, credential.Username) ? null : _refusal;
    }

    private async ValueTask<(BasicAuthCredential Credential, byte[] Password)?> FindAsync(Exchange exchange, string header)
    {
        if (exchange.Request.Header(header) is not { } value)
        {
            return null;
        }

        if (config.HideCredentials)
        {
            exchange.Request.Headers.Remove(header);
        }

        if (!BasicCredentials.TryRead(value, out BasicCredentials given))
        {
            return null;
        }

        BasicAuthCredential? credential = await Lookup.FindByAsync<BasicAuthCredential>("username", given.Username, exchange.Aborted);
        return credential is null ? null : (credential, given.Password);
    }
}
