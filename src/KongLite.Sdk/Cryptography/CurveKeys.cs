using System.Formats.Asn1;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.X509;

namespace KongLite.Sdk.Cryptography;

/// <summary>Keys of Ed25519, Ed448, X25519 and X448 in the forms of RFC 8410.</summary>
internal static class CurveKeys
{
    private const string X25519 = "1.3.101.110";
    private const string X448 = "1.3.101.111";
    private const string Ed25519 = "1.3.101.112";
    private const string Ed448 = "1.3.101.113";

    /// <summary>The public key in these bytes (SubjectPublicKeyInfo); null: there is none of these curves.</summary>
    public static AsymmetricKeyParameter? Public(byte[] der)
    {
        try
        {
            var reader = new AsnReader(der, AsnEncodingRules.DER);
            AsnReader info = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            string curve = Curve(info);
            byte[] point = info.ReadBitString(out int unused);
            info.ThrowIfNotEmpty();
            return unused == 0 ? Key(curve, point) : null;
        }
        // The library's word for a wrong length, or for what is no point of the curve, is ArgumentException.
        catch (Exception failure) when (failure is AsnContentException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The public key (SubjectPublicKeyInfo) of a private one (PKCS #8); null: these bytes are none.</summary>
    public static byte[]? PublicOfPrivate(byte[] der)
    {
        try
        {
            AsnReader info = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            _ = info.ReadInteger();
            string curve = Curve(info);
            byte[] secret = new AsnReader(info.ReadOctetString(), AsnEncodingRules.BER).ReadOctetString();
            AsymmetricKeyParameter? key = curve switch
            {
                Ed25519 => new Ed25519PrivateKeyParameters(secret).GeneratePublicKey(),
                Ed448 => new Ed448PrivateKeyParameters(secret).GeneratePublicKey(),
                X25519 => new X25519PrivateKeyParameters(secret).GeneratePublicKey(),
                X448 => new X448PrivateKeyParameters(secret).GeneratePublicKey(),
                _ => null,
            };
            return key is null ? null : SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key).GetDerEncoded();
        }
        catch (Exception failure) when (failure is AsnContentException or ArgumentException)
        {
            return null;
        }
    }

    private static string Curve(AsnReader info)
    {
        AsnReader algorithm = info.ReadSequence();
        string curve = algorithm.ReadObjectIdentifier();
        algorithm.ThrowIfNotEmpty();
        return curve;
    }

    private static AsymmetricKeyParameter? Key(string curve, byte[] point) => curve switch
    {
        Ed25519 => new Ed25519PublicKeyParameters(point),
        Ed448 => new Ed448PublicKeyParameters(point),
        X25519 => new X25519PublicKeyParameters(point),
        X448 => new X448PublicKeyParameters(point),
        _ => null,
    };
}
