using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace KongLite.Sdk.Cryptography;

/// <summary>A public key of Ed25519 (RFC 8032), ready to verify signatures. Threads may share it.</summary>
public sealed class Ed25519Key
{
    /// <summary>How long a signature is, in bytes.</summary>
    public const int SignatureLength = 64;

    private readonly Ed25519PublicKeyParameters _key;

    private Ed25519Key(Ed25519PublicKeyParameters key) => _key = key;

    /// <summary>Reads a key.</summary>
    /// <param name="der">SubjectPublicKeyInfo.</param>
    /// <returns>The key; null: it is damaged, or of another algorithm.</returns>
    public static Ed25519Key? Import(byte[] der) => CurveKeys.Public(der) is Ed25519PublicKeyParameters key ? new Ed25519Key(key) : null;

    /// <summary>Whether a signature is this key's.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureLength
        && _key.Verify(Ed25519.Algorithm.Ed25519, null, data.ToArray(), 0, data.Length, signature.ToArray(), 0);
}
