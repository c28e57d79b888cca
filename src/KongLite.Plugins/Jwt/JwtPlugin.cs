using System.Text.Json.Nodes;
using KongLite.Plugins.Shared.Authentication;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Storage;

namespace KongLite.Plugins.Jwt;

/// <summary>Rejects requests without a JSON Web Token of a consumer (RFC 7519).</summary>
[Plugin<JwtConfig>("jwt", Priority = 1450, NoConsumer = true, Checks = typeof(JwtChecks), Entities = [typeof(JwtSecret)])]
internal sealed class JwtPlugin : AuthenticationPlugin
{
    private const string DefaultKeyClaim = "iss";

    private readonly JwtConfig _config;
    private readonly VerificationKeys _keys;
    private readonly TokenFinder _finder;
    private readonly TimeClaims _times;
    private readonly string _keyClaim;
    private readonly string _challenge;
    private readonly string _errorChallenge;

    public JwtPlugin(JwtConfig config, IEntityLookup lookup, VerificationKeys keys, TimeProvider clock)
        : base(lookup, config.Anonymous, config.RunOnPreflight)
    {
        _config = config;
        _keys = keys;
        _finder = new TokenFinder(config);
        _times = new TimeClaims(config, clock);
        _keyClaim = config.KeyClaimName ?? DefaultKeyClaim;
        _challenge = Challenge.Of("Bearer", config.Realm);
        _errorChallenge = $"{_challenge} error=\"invalid_token\"";
    }

    /// <inheritdoc/>
    protected override async ValueTask<Refusal?> AuthenticateAsync(Exchange exchange)
    {
        FoundTokens found = _finder.Find(exchange.Request);
        if (found.IsEmpty)
        {
            return Refuse("Unauthorized", _challenge);
        }

        if (found.AreSeveral || found.Token.IsEmpty)
        {
            return Refuse(found.AreSeveral ? "Multiple tokens provided" : "Unrecognizable token", _errorChallenge);
        }

        if (JsonWebToken.Read(found.Token.Span, _keyClaim, out string? error) is not { } token)
        {
            return Refuse($"Bad token; {error}", _errorChallenge);
        }

        Claims named = token.Claims.HasKey ? token.Claims : token.Header;
        if (string.IsNullOrEmpty(named.Key))
        {
            return Refuse(named.HasKey ? $"Invalid '{_keyClaim}' in claims" : $"No mandatory '{_keyClaim}' in claims", _errorChallenge);
        }

        if (await Lookup.FindByAsync<JwtSecret>("key", named.Key, exchange.Aborted) is not { } credential)
        {
            return Refuse($"No credentials found for given '{_keyClaim}'", _errorChallenge);
        }

        if (Check(token, credential) is { } refusal)
        {
            return refusal;
        }

        return await AcceptAsync(exchange, credential.ConsumerId, credential, credential.Key)
            ? null : Refuse($"Could not find consumer for '{_keyClaim}={named.Key}'", challenge: null);
    }

    private Refusal? Check(JsonWebToken token, JwtSecret credential)
    {
        // What the credential says counts: a client that may choose could sign with the public key as if it were a secret.
        if (token.Algorithm != (credential.Algorithm ?? JwtAlgorithm.HS256))
        {
            return Refuse("Invalid algorithm", _errorChallenge);
        }

        if (_keys.Of(credential, _config.SecretIsBase64) is not { } key)
        {
            return Refuse("Invalid key/secret", _errorChallenge);
        }

        if (!key.Verify(token.Signed, token.Signature))
        {
            return Refuse("Invalid signature", _errorChallenge);
        }

        return _times.Check(token.Claims) is { } errors ? new Refusal(string.Empty, _errorChallenge) { Json = errors } : null;
    }

    private static Refusal Refuse(string message, string? challenge) => new(message, challenge) { Json = new JsonObject { ["message"] = message } };
}
