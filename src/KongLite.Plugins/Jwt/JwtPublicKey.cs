using KongLite.Sdk.Cryptography;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.Jwt;

/// <summary>The PEM form of a public key, or of the private key that it can be had from: RSA, EC, or of a curve of RFC 8410 such as Ed25519.</summary>
internal sealed class JwtPublicKey : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value) => Read(value) is null ? "invalid key" : null;

    /// <summary>The public key (DER, SubjectPublicKeyInfo); null: the text is no key.</summary>
    public static byte[]? Read(string pem) => SigningKeys.Public(pem, out _) ?? SigningKeys.PublicOfPrivate(pem, out _);
}
