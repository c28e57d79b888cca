using KongLite.Sdk.Cryptography;

namespace KongLite.Sdk.Schema.Typedefs;

/// <summary>An X.509 certificate in PEM form, possibly with its chain behind it.</summary>
public sealed class PemCertificate : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value)
    {
        using var certificate = PemKeys.Certificate(value, out string? error);
        return error is null ? null : $"invalid certificate: {error}";
    }
}

/// <summary>A private key in PEM form, not encrypted.</summary>
public sealed class PemPrivateKey : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value) =>
        SigningKeys.PublicOfPrivate(value, out string? error) is null ? $"invalid key: {error}" : null;
}
