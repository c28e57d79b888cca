using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Plugins.BasicAuth;

/// <summary>Stores a password as Kong does, as the SHA-1 of the password and the consumer's id.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PasswordHashAttribute() : TransformationAttribute("password", "consumer.id")
{
    private const int IdLength = 36;

    /// <summary>The hash, 40 lower-case hexadecimal digits.</summary>
    public static string Hash(string password, Guid consumer) => Hash(Encoding.UTF8.GetBytes(password), consumer);

    /// <summary>The hash, 40 lower-case hexadecimal digits.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The form of Kong's rows: credentials move between the two gateways.")]
    public static string Hash(ReadOnlySpan<byte> password, Guid consumer)
    {
        Span<byte> id = stackalloc byte[IdLength];
        consumer.TryFormat(id, out _, "D");
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        sha.AppendData(password);
        sha.AppendData(id);
        sha.GetHashAndReset(hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Whether a password is the one behind a stored hash, in a time that does not tell where they differ.</summary>
    public static bool Matches(ReadOnlySpan<byte> password, Guid consumer, string stored) =>
        CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(Hash(password, consumer).AsSpan()), MemoryMarshal.AsBytes(stored.AsSpan()));

    /// <inheritdoc/>
    public override void Apply(JsonObject record) =>
        record["password"] = Hash(record["password"].AsText()!, Guid.Parse(record.At("consumer.id").AsText()!));
}
