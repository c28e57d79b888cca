using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Cryptography;

/// <summary>JSON Web Keys (RFC 7517) as Kong's <c>keys</c> entity takes them.</summary>
internal static class JsonWebKey
{
    private const string Unusable = "could not load JWK, likely not a valid key";

    // The members of Kong's own schema for them; all are texts but for the two lists.
    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal)
    {
        "issuer", "kty", "use", "alg", "kid", "x5u", "x5t", "x5t#S256", "k", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi", "crv", "r", "t",
    };

    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal) { "key_ops", "x5c", "oth" };

    /// <summary>The message about a key that cannot be used; null: it can.</summary>
    /// <param name="text">The key, a JSON text.</param>
    /// <param name="kid">The id it has to carry.</param>
    public static string? Check(string text, string kid)
    {
        if (Parse(text) is not { } key)
        {
            return "could not json decode jwk string";
        }

        if (key["kid"].AsText() != kid)
        {
            return "kid in jwk.kid must be equal to keys.kid";
        }

        return CheckMembers(key) is { } error ? $"Validation error: {error}" : Load(key) ? null : Unusable;
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? CheckMembers(JsonObject key)
    {
        foreach ((string name, JsonNode? value) in key.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            if (Lists.Contains(name))
            {
                if (value is not JsonArray)
                {
                    return $"{name}: expected an array";
                }
            }
            else if (!Texts.Contains(name))
            {
                return $"{name}: unknown field";
            }
            else if (value.AsText() is null)
            {
                return $"{name}: expected a string";
            }
        }

        return null;
    }

    private static bool Load(JsonObject key)
    {
        try
        {
            switch (key["kty"].AsText())
            {
                case "RSA":
                    using (var rsa = RSA.Create())
                    {
                        rsa.ImportParameters(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") });
                    }

                    return true;
                case "EC":
                    using (var ec = ECDsa.Create())
                    {
                        ec.ImportParameters(new ECParameters { Curve = Curve(key), Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } });
                    }

                    return true;
                case "OKP":
                    return key["crv"].AsText() is "Ed25519" or "Ed448" or "X25519" or "X448" && Bytes(key, "x") is { Length: > 0 };
                case "oct":
                    return Bytes(key, "k") is { Length: > 0 };
                default:
                    return false;
            }
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException or ArgumentException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static ECCurve Curve(JsonObject key) => key["crv"].AsText() switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => throw new CryptographicException("unknown curve"),
    };

    private static byte[]? Bytes(JsonObject key, string name) => key[name].AsText() is { } text ? Base64Url.DecodeFromChars(text) : null;
}
