using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Plugins.BasicAuth;

/// <summary>Stores a password as Kong does, as the SHA-1 of the password and the consumer's id.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PasswordHashAttribute() : TransformationAttribute("password", "consumer.id")
{
    /// <summary>The hash, 40 lower-case hexadecimal digits.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The form of Kong's rows: credentials move between the two gateways.")]
    public static string Hash(string password, Guid consumer) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes($"{password}{consumer:D}")));

    /// <inheritdoc/>
    public override void Apply(JsonObject record) =>
        record["password"] = Hash(record["password"].AsText()!, Guid.Parse(record.At("consumer.id").AsText()!));
}
