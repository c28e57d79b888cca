using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KongLite.Sdk.Cryptography;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.Jwt;

/// <summary>The PEM form of a public key, or of the private key that it can be had from: RSA, EC or Ed25519.</summary>
internal sealed class JwtPublicKey : ITypedef
{
    private const string Ed25519 = "1.3.101.112";
    private const int Ed25519Length = 32;

    /// <inheritdoc/>
    public static string? Check(string value)
    {
        bool isKey = PemKeys.Public(value, out _) is not null || PemKeys.PublicOfPrivate(value, out _) is not null || IsEd25519(value);
        return isKey ? null : "invalid key";
    }

    // .NET names the algorithm of such a key but has no class for it.
    private static bool IsEd25519(string pem)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields) || pem[fields.Label] != "PUBLIC KEY")
        {
            return false;
        }

        try
        {
            var key = PublicKey.CreateFromSubjectPublicKeyInfo(Convert.FromBase64String(pem[fields.Base64Data]), out _);
            return key.Oid.Value == Ed25519 && key.EncodedKeyValue.RawData.Length == Ed25519Length;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
