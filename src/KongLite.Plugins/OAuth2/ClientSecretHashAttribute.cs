using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Plugins.OAuth2;

/// <summary>Stores a client's secret as a hash, in PHC string format, when <c>hash_secret</c> asks for it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ClientSecretHashAttribute() : TransformationAttribute("hash_secret", "client_secret")
{
    // What Kong writes; its rows and ours are one format.
    private const int Iterations = 10_000;
    private const int HashLength = 32;
    private const int SaltLength = 16;

    /// <summary>The hash of a secret, with a salt of its own.</summary>
    public static string Hash(string secret)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltLength);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(secret, salt, Iterations, HashAlgorithmName.SHA512, HashLength);
        return $"$pbkdf2-sha512$i={Iterations},l={HashLength}${Base64(salt)}${Base64(hash)}";
    }

    /// <inheritdoc/>
    public override void Apply(JsonObject record)
    {
        if (record["hash_secret"].AsBoolean() == true)
        {
            record["client_secret"] = Hash(record["client_secret"].AsText()!);
        }
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');
}
