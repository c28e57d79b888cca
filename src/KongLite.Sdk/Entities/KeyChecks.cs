using FluentValidation;
using KongLite.Sdk.Cryptography;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Sdk.Entities;

/// <summary>A key has one form, and it can be read (Kong: <c>keys.lua</c>).</summary>
internal sealed class KeyChecks : Checks<Key>
{
    public KeyChecks()
    {
        MutuallyExclusive(k => k.Pem, k => k.Jwk);
        AtLeastOneOf(k => k.Pem, k => k.Jwk);
        Custom(runsWithMissingFields: false, "jwk", "pem", "kid");
        RuleFor(k => k).Custom((key, validation) => Check(key, validation));
    }

    private static void Check(Key key, ValidationContext<Key> validation)
    {
        IReadOnlySet<string> failed = CheckContext.Of(validation).Failed;
        if (failed.Contains("jwk") || failed.Contains("pem") || failed.Contains("kid"))
        {
            return;
        }

        if (key.Jwk is { } jwk && !VaultReference.Is(jwk))
        {
            if (JsonWebKey.Check(jwk, key.Kid) is { } error)
            {
                validation.AddEntityError(error);
            }
        }

        if (key.Pem is { } pem && CheckPem(pem) is { } message)
        {
            validation.AddFieldError("pem", message);
        }
    }

    private static string? CheckPem(KeyPem pem)
    {
        if (VaultReference.Is(pem.PublicKey) || VaultReference.Is(pem.PrivateKey))
        {
            return null;
        }

        byte[]? given = null;
        if (pem.PublicKey is { } text && (given = SigningKeys.Public(text, out _)) is null)
        {
            return "could not load public key";
        }

        if (pem.PrivateKey is not { } secret)
        {
            return null;
        }

        if (SigningKeys.PublicOfPrivate(secret, out string? error) is not { } own)
        {
            return $"could not load private key: {error}";
        }

        return given is null || own.AsSpan().SequenceEqual(given) ? null : "public key does not match private key";
    }
}

/// <summary>A key in PEM form holds something.</summary>
internal sealed class KeyPemChecks : Checks<KeyPem>
{
    public KeyPemChecks() => AtLeastOneOf(p => p.PrivateKey, p => p.PublicKey);
}
