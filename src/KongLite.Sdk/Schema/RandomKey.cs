using System.Security.Cryptography;

namespace KongLite.Sdk.Schema;

/// <summary>Keys and secrets that the node makes up: 32 letters and digits, as Kong's.</summary>
internal static class RandomKey
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Create() => RandomNumberGenerator.GetString(Alphabet, 32);
}
