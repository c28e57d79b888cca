using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KongLite.Settings;

/// <summary>What settings say about certificates and keys: a path, a PEM text or that in Base64.</summary>
internal static class PemText
{
    /// <summary>The certificates that it holds; null: none, or it cannot be read.</summary>
    public static X509Certificate2Collection? Certificates(string value) => Read(value, pem =>
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates.Count > 0 ? certificates : null;
    });

    /// <summary>What it holds; null when it cannot be read.</summary>
    public static T? Read<T>(string value, Func<string, T?> parse) where T : class
    {
        try
        {
            return parse(Of(value));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>How messages name it: the key itself must not reach the console.</summary>
    public static string Shown(string value) => IsPem(value) || (!File.Exists(value) && value.Length > 200) ? "the given text" : value;

    private static string Of(string value)
    {
        if (IsPem(value))
        {
            return value;
        }

        Span<byte> decoded = new byte[value.Length];
        return Convert.TryFromBase64String(value, decoded, out int length) && Encoding.UTF8.GetString(decoded[..length]) is var text && IsPem(text)
            ? text
            : File.ReadAllText(value);
    }

    private static bool IsPem(string value) => value.Contains("-----BEGIN ", StringComparison.Ordinal);
}
