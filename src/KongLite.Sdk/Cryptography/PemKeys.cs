using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KongLite.Sdk.Cryptography;

/// <summary>Keys and certificates in PEM form, read with .NET's own cryptography.</summary>
public static class PemKeys
{
    /// <summary>The first certificate of a text.</summary>
    /// <param name="pem">PEM text; more certificates behind the first one are its chain.</param>
    /// <param name="error">Why there is none.</param>
    public static X509Certificate2? Certificate(string pem, out string? error)
    {
        try
        {
            error = null;
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException failure)
        {
            error = failure.Message;
            return null;
        }
    }

    /// <summary>How many certificates a text holds.</summary>
    public static int CountCertificates(string pem)
    {
        int count = 0;
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            count += rest[fields.Label] is "CERTIFICATE" ? 1 : 0;
            rest = rest[fields.Location.End..];
        }

        return count;
    }

    /// <summary>The public key (DER) that belongs to a private key.</summary>
    /// <param name="pem">PEM text of an RSA or EC private key, PKCS#8 or the older forms, not encrypted.</param>
    /// <param name="error">Why there is none.</param>
    public static byte[]? PublicOfPrivate(string pem, out string? error)
    {
        if (!Labels(pem).Any(label => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) && label != "ENCRYPTED PRIVATE KEY"))
        {
            error = "no private key found";
            return null;
        }

        return Import(pem, out error);
    }

    /// <summary>A public key (DER).</summary>
    /// <param name="pem">PEM text of an RSA or EC public key.</param>
    /// <param name="error">Why there is none.</param>
    public static byte[]? Public(string pem, out string? error)
    {
        if (!Labels(pem).Any(label => label.EndsWith("PUBLIC KEY", StringComparison.Ordinal)))
        {
            error = "no public key found";
            return null;
        }

        return Import(pem, out error);
    }

    /// <summary>The public key (DER) of a certificate.</summary>
    public static byte[] PublicOf(X509Certificate2 certificate) => certificate.PublicKey.ExportSubjectPublicKeyInfo();

    private static byte[]? Import(string pem, out string? error)
    {
        error = null;
        foreach (Func<string, byte[]> import in new Func<string, byte[]>[] { Rsa, Ec })
        {
            try
            {
                return import(pem);
            }
            catch (Exception failure) when (failure is CryptographicException or ArgumentException)
            {
                error = failure.Message;
            }
        }

        return null;
    }

    private static byte[] Rsa(string pem)
    {
        using var key = RSA.Create();
        key.ImportFromPem(pem);
        return key.ExportSubjectPublicKeyInfo();
    }

    private static byte[] Ec(string pem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return key.ExportSubjectPublicKeyInfo();
    }

    private static List<string> Labels(string pem)
    {
        var labels = new List<string>();
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            labels.Add(rest[fields.Label].ToString());
            rest = rest[fields.Location.End..];
        }

        return labels;
    }
}
