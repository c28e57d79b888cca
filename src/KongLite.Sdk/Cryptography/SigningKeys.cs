using System.Security.Cryptography;

namespace KongLite.Sdk.Cryptography;

/// <summary>
/// Keys in PEM form of every kind that Kong takes: RSA and EC, which .NET knows, and those of Edwards and Montgomery curves (RFC 8410), which it does
/// not and whose certificates its TLS cannot serve.
/// </summary>
public static class SigningKeys
{
    /// <summary>A public key (DER, SubjectPublicKeyInfo).</summary>
    /// <param name="pem">PEM text of a public key.</param>
    /// <param name="error">Why there is none.</param>
    public static byte[]? Public(string pem, out string? error) =>
        PemKeys.Public(pem, out error) ?? (Der(pem, "PUBLIC KEY") is { } der && CurveKeys.Public(der) is not null ? Found(der, out error) : null);

    /// <summary>The public key (DER, SubjectPublicKeyInfo) that belongs to a private key.</summary>
    /// <param name="pem">PEM text of a private key, not encrypted; PKCS #8, or the older forms of RSA and EC.</param>
    /// <param name="error">Why there is none.</param>
    public static byte[]? PublicOfPrivate(string pem, out string? error) =>
        PemKeys.PublicOfPrivate(pem, out error)
        ?? (Der(pem, "PRIVATE KEY") is { } der && CurveKeys.PublicOfPrivate(der) is { } own ? Found(own, out error) : null);

    private static byte[] Found(byte[] der, out string? error)
    {
        error = null;
        return der;
    }

    private static byte[]? Der(ReadOnlySpan<char> pem, string label)
    {
        while (PemEncoding.TryFind(pem, out PemFields fields))
        {
            if (pem[fields.Label].SequenceEqual(label))
            {
                return Convert.FromBase64String(pem[fields.Base64Data].ToString());
            }

            pem = pem[fields.Location.End..];
        }

        return null;
    }
}
