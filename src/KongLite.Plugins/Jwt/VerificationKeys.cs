using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using KongLite.Plugins.Shared.Authentication;
using KongLite.Sdk.Cryptography;

namespace KongLite.Plugins.Jwt;

/// <summary>
/// The keys of credentials, each read once. A key lives as long as the row that it comes from, of which the lookup keeps a bounded number; a changed
/// credential is another row.
/// </summary>
internal sealed class VerificationKeys
{
    private readonly ConditionalWeakTable<JwtSecret, StrongBox<VerificationKey?>> _plain = [];
    private readonly ConditionalWeakTable<JwtSecret, StrongBox<VerificationKey?>> _encoded = [];

    /// <summary>The key of a credential.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="secretIsBase64">Whether a secret is base64; it makes no difference to public keys.</param>
    /// <returns>The key; null: the credential has none, or it cannot be used with its algorithm.</returns>
    public VerificationKey? Of(JwtSecret credential, bool secretIsBase64) => secretIsBase64
        ? _encoded.GetValue(credential, static each => new(Read(each, secretIsBase64: true))).Value
        : _plain.GetValue(credential, static each => new(Read(each, secretIsBase64: false))).Value;

    private static VerificationKey? Read(JwtSecret credential, bool secretIsBase64)
    {
        JwtAlgorithm algorithm = credential.Algorithm ?? JwtAlgorithm.HS256;
        if (algorithm is JwtAlgorithm.HS256 or JwtAlgorithm.HS384 or JwtAlgorithm.HS512)
        {
            byte[]? secret = credential.Secret is not { } text ? null
                : secretIsBase64 ? NginxBase64.Decode(text, url: true) : Encoding.UTF8.GetBytes(text);
            return secret is { Length: > 0 } ? new VerificationKey.Hmac(HashOf(algorithm), secret) : null;
        }

        try
        {
            return credential.RsaPublicKey is { } pem && JwtPublicKey.Read(pem) is { } der ? Public(algorithm, der) : null;
        }
        // A key of another kind than the algorithm's.
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static VerificationKey? Public(JwtAlgorithm algorithm, byte[] der)
    {
        HashAlgorithmName hash = HashOf(algorithm);
        switch (algorithm)
        {
            case JwtAlgorithm.RS256 or JwtAlgorithm.RS384 or JwtAlgorithm.RS512:
                return new VerificationKey.Rsa(hash, RSASignaturePadding.Pkcs1, Rsa(der));
            case JwtAlgorithm.PS256 or JwtAlgorithm.PS384 or JwtAlgorithm.PS512:
                return new VerificationKey.Rsa(hash, RSASignaturePadding.Pss, Rsa(der));
            case JwtAlgorithm.ES256:
                return new VerificationKey.Ecdsa(hash, 64, Ec(der));
            case JwtAlgorithm.ES384:
                return new VerificationKey.Ecdsa(hash, 96, Ec(der));
            case JwtAlgorithm.ES512:
                return new VerificationKey.Ecdsa(hash, 132, Ec(der));
            default:
                return Ed25519Key.Import(der) is { } key ? new VerificationKey.EdDsa(key) : null;
        }
    }

    private static RSAParameters Rsa(byte[] der)
    {
        using var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(der, out _);
        return key.ExportParameters(includePrivateParameters: false);
    }

    private static ECParameters Ec(byte[] der)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(der, out _);
        return key.ExportParameters(includePrivateParameters: false);
    }

    private static HashAlgorithmName HashOf(JwtAlgorithm algorithm) => algorithm switch
    {
        JwtAlgorithm.HS384 or JwtAlgorithm.RS384 or JwtAlgorithm.ES384 or JwtAlgorithm.PS384 => HashAlgorithmName.SHA384,
        JwtAlgorithm.HS512 or JwtAlgorithm.RS512 or JwtAlgorithm.ES512 or JwtAlgorithm.PS512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };
}
