using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Authentication;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Storage;

namespace KongLite.Plugins.HmacAuth;

/// <summary>Rejects requests that no consumer has signed with a secret.</summary>
[Plugin<HmacAuthConfig>("hmac-auth", Priority = 1030, NoConsumer = true, Entities = [typeof(HmacAuthCredential)])]
internal sealed class HmacAuthPlugin : AuthenticationPlugin
{
    private const string Authorization = "Authorization";
    private const string ProxyAuthorization = "Proxy-Authorization";

    private readonly HmacAuthConfig _config;
    private readonly TimeProvider _clock;
    private readonly Refusal _missing;
    private readonly Refusal _badDate;
    private readonly Refusal _unusable;
    private readonly Refusal _mismatch;

    public HmacAuthPlugin(HmacAuthConfig config, IEntityLookup lookup, TimeProvider clock) : base(lookup, config.Anonymous)
    {
        _config = config;
        _clock = clock;
        string challenge = Challenge.Of("hmac", config.Realm);
        _missing = new Refusal("Unauthorized", challenge);
        _badDate = new Refusal(
            "HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication", challenge);
        _unusable = new Refusal("HMAC signature cannot be verified", challenge);
        _mismatch = new Refusal("HMAC signature does not match", challenge);
    }

    /// <inheritdoc/>
    protected override async ValueTask<Refusal?> AuthenticateAsync(Exchange exchange)
    {
        ClientRequest request = exchange.Request;
        string? proxy = request.Header(ProxyAuthorization);
        string? usual = request.Header(Authorization);
        if (proxy is null && usual is null)
        {
            return _missing;
        }

        if (!IsTimely(request.Header("X-Date")) && !IsTimely(request.Header("Date")))
        {
            return _badDate;
        }

        string source = ProxyAuthorization;
        if (proxy is null || !HmacParameters.TryRead(proxy, out HmacParameters given))
        {
            source = Authorization;
            given = usual is not null && HmacParameters.TryRead(usual, out HmacParameters other) ? other : default;
        }

        Refusal? refusal = await VerifyAsync(exchange, given);
        if (_config.HideCredentials)
        {
            // Not before: the header itself may be signed.
            request.Headers.Remove(source);
        }

        return refusal;
    }

    private async ValueTask<Refusal?> VerifyAsync(Exchange exchange, HmacParameters given)
    {
        if (given.Signature.IsEmpty || !CoversEnforced(given.Headers.Span) || AlgorithmOf(given.Algorithm.Span) is not { } algorithm)
        {
            return _unusable;
        }

        string username = RequestHeaders.Text(given.Username.ToString());
        if (await Lookup.FindByAsync<HmacAuthCredential>("username", username, exchange.Aborted) is not { Secret: { } secret } credential)
        {
            return _unusable;
        }

        byte[] signed = SigningString.Of(exchange.Request, given.Headers.Span);
        if (!IsSignature(given.Signature.Span, algorithm, secret, signed) || (_config.ValidateRequestBody && !await HasDigestAsync(exchange.Request)))
        {
            return _mismatch;
        }

        return await AcceptAsync(exchange, credential.ConsumerId, credential, credential.Username) ? null : _unusable;
    }

    private bool IsTimely(string? date) =>
        date is not null && HttpDate.TryParse(date, out DateTimeOffset time)
        && Math.Abs(_clock.GetUtcNow().ToUnixTimeSeconds() - time.ToUnixTimeSeconds()) <= _config.ClockSkew;

    private bool CoversEnforced(ReadOnlySpan<char> names)
    {
        foreach (string enforced in _config.EnforceHeaders ?? [])
        {
            bool isThere = false;
            foreach (Range range in names.Split(' '))
            {
                isThere |= names[range].SequenceEqual(enforced);
            }

            if (!isThere)
            {
                return false;
            }
        }

        return true;
    }

    private HmacAlgorithm? AlgorithmOf(ReadOnlySpan<char> name)
    {
        HmacAlgorithm? algorithm = name switch
        {
            "hmac-sha1" => HmacAlgorithm.Sha1,
            "hmac-sha256" => HmacAlgorithm.Sha256,
            "hmac-sha384" => HmacAlgorithm.Sha384,
            "hmac-sha512" => HmacAlgorithm.Sha512,
            _ => null,
        };
        foreach (HmacAlgorithm allowed in _config.Algorithms ?? [])
        {
            if (allowed == algorithm)
            {
                return algorithm;
            }
        }

        return null;
    }

    [SuppressMessage("Security", "CA5350", Justification = "The configuration may allow it: HMAC does not suffer from SHA-1's collisions.")]
    private static bool IsSignature(ReadOnlySpan<char> signature, HmacAlgorithm algorithm, string secret, byte[] signed)
    {
        if (NginxBase64.Decode(signature) is not { } given)
        {
            return false;
        }

        byte[] key = Encoding.UTF8.GetBytes(secret);
        Span<byte> hash = stackalloc byte[HMACSHA512.HashSizeInBytes];
        int length = algorithm switch
        {
            HmacAlgorithm.Sha1 => HMACSHA1.HashData(key, signed, hash),
            HmacAlgorithm.Sha256 => HMACSHA256.HashData(key, signed, hash),
            HmacAlgorithm.Sha384 => HMACSHA384.HashData(key, signed, hash),
            _ => HMACSHA512.HashData(key, signed, hash),
        };
        return CryptographicOperations.FixedTimeEquals(hash[..length], given);
    }

    private static async ValueTask<bool> HasDigestAsync(ClientRequest request)
    {
        RequestBody body = await request.ReadBodyAsync();
        if (request.Header("Digest") is not { } digest)
        {
            return body.Bytes.IsEmpty && !body.IsLarge;
        }

        return !body.IsLarge && digest == $"SHA-256={Convert.ToBase64String(SHA256.HashData(body.Bytes.Span))}";
    }
}
