using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Storage;

namespace KongLite.Plugins.Shared.Authentication;

/// <summary>
/// What every authentication plugin does around the check of its own kind of credential. Several of them on a route must all succeed, and the last one
/// names the consumer; with <c>anonymous</c> they are alternatives: the first credential counts, and without any the anonymous consumer does.
/// </summary>
/// <param name="lookup">Consumers and credentials.</param>
/// <param name="anonymous">Id or username of the consumer that stands for requests without valid credentials; null: they are rejected.</param>
/// <param name="runOnPreflight">Whether OPTIONS requests are looked at.</param>
internal abstract class AuthenticationPlugin(IEntityLookup lookup, string? anonymous, bool runOnPreflight = true) : IAccessPhase
{
    private readonly Guid? _anonymousId = Guid.TryParseExact(anonymous, "D", out Guid id) ? id : null;

    /// <summary>Consumers and credentials.</summary>
    protected IEntityLookup Lookup => lookup;

    /// <inheritdoc/>
    public async ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        if ((!runOnPreflight && exchange.Request.Method == "OPTIONS") || (anonymous is not null && exchange.Client.Credential is not null))
        {
            return PhaseResult.Continue;
        }

        if (await AuthenticateAsync(exchange) is not { } refusal)
        {
            return PhaseResult.Continue;
        }

        if (anonymous is not null)
        {
            return await BecomeAnonymousAsync(exchange, anonymous);
        }

        if (refusal.Challenge is { } challenge)
        {
            exchange.Response.Headers.WWWAuthenticate = challenge;
        }

        return refusal.Json is { } json ? exchange.Exit(401, json) : exchange.Error(401, refusal.Message);
    }

    /// <summary>Finds the client's credential and, with <see cref="AcceptAsync"/>, names its consumer.</summary>
    /// <returns>Why it could not; null: it could.</returns>
    protected abstract ValueTask<Refusal?> AuthenticateAsync(Exchange exchange);

    /// <summary>Names the consumer of a credential that has been checked.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="consumerId">Whose credential it is.</param>
    /// <param name="credential">The credential.</param>
    /// <param name="identifier">What the service is told of the credential.</param>
    /// <returns>False: the consumer is gone.</returns>
    protected async ValueTask<bool> AcceptAsync(Exchange exchange, Guid consumerId, IEntity credential, string? identifier)
    {
        if (await lookup.FindAsync<Consumer>(consumerId, exchange.Aborted) is not { } consumer)
        {
            return false;
        }

        exchange.Client.Authenticate(consumer, credential, identifier);
        return true;
    }

    private async ValueTask<PhaseResult> BecomeAnonymousAsync(Exchange exchange, string name)
    {
        Consumer? consumer = _anonymousId is { } id ? await lookup.FindAsync<Consumer>(id, exchange.Aborted) : null;
        consumer ??= await lookup.FindByAsync<Consumer>("username", name, exchange.Aborted);
        if (consumer is null)
        {
            return exchange.Error(500);
        }

        exchange.Client.Authenticate(consumer, credential: null, identifier: null);
        return PhaseResult.Continue;
    }
}
