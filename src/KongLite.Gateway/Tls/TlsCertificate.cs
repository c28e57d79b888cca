using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KongLite.Gateway.Tls;

/// <summary>A certificate with its key and chain, ready for handshakes on either side.</summary>
/// <remarks>
/// It is made once: the platform keeps sessions for resumption with the <see cref="Context"/>. Nobody disposes of it, since a handshake may be using it
/// when its row is replaced.
/// </remarks>
public sealed class TlsCertificate
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private const string P384 = "1.3.132.0.34";
    private const string P521 = "1.3.132.0.35";

    private TlsCertificate(SslStreamCertificateContext context)
    {
        Context = context;
        using ECDsa? key = context.TargetCertificate.GetECDsaPublicKey();
        IsElliptic = key is not null;
        Curve = key?.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value switch
        {
            P256 => EllipticCurves.P256,
            P384 => EllipticCurves.P384,
            P521 => EllipticCurves.P521,
            _ => EllipticCurves.None,
        };
    }

    /// <summary>The certificate, its key, and the certificates that are sent with it.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>Whether its key is one for ECDSA; false: for RSA.</summary>
    public bool IsElliptic { get; }

    /// <summary>The curve of its key, when it is one that clients usually know; else none.</summary>
    public EllipticCurves Curve { get; }

    /// <summary>Prepares a certificate. Nothing is fetched over the network: what is sent is what the text holds and the machine knows.</summary>
    /// <param name="certificate">PEM text; more certificates behind the first one are its chain.</param>
    /// <param name="key">PEM text of its private key, not encrypted: RSA or ECDSA.</param>
    /// <param name="error">Why it cannot be used; it shows nothing of the key.</param>
    /// <returns>The certificate; null when there is an error.</returns>
    public static TlsCertificate? Load(string certificate, string key, out string? error)
    {
        error = null;
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificate);
            return new TlsCertificate(SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(certificate, key), chain, offline: true));
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or NotSupportedException)
        {
            error = failure.Message;
            return null;
        }
    }
}
