using System.Security.Cryptography;
using KongLite.Sdk.Cryptography;
using Microsoft.Extensions.ObjectPool;

namespace KongLite.Plugins.Jwt;

/// <summary>The key of a credential, ready to check signatures. Requests share it.</summary>
internal abstract class VerificationKey
{
    /// <summary>Whether a signature is this key's; one of a wrong length is not.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);

    /// <summary>A key of HMAC.</summary>
    public sealed class Hmac(HashAlgorithmName hash, byte[] secret) : VerificationKey
    {
        /// <inheritdoc/>
        public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
        {
            Span<byte> own = stackalloc byte[HMACSHA512.HashSizeInBytes];
            int length = CryptographicOperations.HmacData(hash, secret, signed, own);
            return CryptographicOperations.FixedTimeEquals(own[..length], signature);
        }
    }

    /// <summary>A key of RSA. .NET does not promise that threads may share its objects; so each request borrows one.</summary>
    public sealed class Rsa(HashAlgorithmName hash, RSASignaturePadding padding, RSAParameters key) : VerificationKey
    {
        private readonly ObjectPool<RSA> _pool = new DefaultObjectPoolProvider().Create(new Policy<RSA>(() => RSA.Create(key)));

        /// <inheritdoc/>
        public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
        {
            RSA rsa = _pool.Get();
            bool isOwn = rsa.VerifyData(signed, signature, hash, padding);
            _pool.Return(rsa);
            return isOwn;
        }
    }

    /// <summary>A key of ECDSA, borrowed as those of RSA are. Signatures are both numbers side by side (RFC 7518, 3.4).</summary>
    public sealed class Ecdsa(HashAlgorithmName hash, int signatureLength, ECParameters key) : VerificationKey
    {
        private readonly ObjectPool<ECDsa> _pool = new DefaultObjectPoolProvider().Create(new Policy<ECDsa>(() => ECDsa.Create(key)));

        /// <inheritdoc/>
        public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
        {
            if (signature.Length != signatureLength)
            {
                return false;
            }

            ECDsa ec = _pool.Get();
            bool isOwn = ec.VerifyData(signed, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            _pool.Return(ec);
            return isOwn;
        }
    }

    /// <summary>A key of Ed25519.</summary>
    public sealed class EdDsa(Ed25519Key key) : VerificationKey
    {
        /// <inheritdoc/>
        public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) => key.Verify(signed, signature);
    }

    private sealed class Policy<T>(Func<T> create) : IPooledObjectPolicy<T> where T : class
    {
        public T Create() => create();

        public bool Return(T obj) => true;
    }
}
