using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KongLite.Plugins.Jwt;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Plugins.Jwt;

public sealed class JwtSecretTests
{
    private const string Condition = "failed conditional validation given value of field 'algorithm'";
    // RFC 8410, 10.1.
    private const string Ed25519 = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    private static readonly EntitySchema Schema = EntitySchema.Of<JwtSecret>();

    [Fact]
    public void Makes_up_key_and_secret()
    {
        var secret = (JwtSecret)PluginInput.Processor.Insert(Schema, PluginInput.Credential("{}")).Entity!;

        Assert.Equal((32, 32, JwtAlgorithm.HS256), (secret.Key!.Length, secret.Secret!.Length, secret.Algorithm));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS512")]
    [InlineData("PS384")]
    [InlineData("EdDSA")]
    [InlineData(null)]
    public void Needs_a_public_key_for_the_algorithms_that_Kong_checks(string? algorithm)
    {
        Assert.Equal($"2 schema violations ({Condition}; rsa_public_key: required field missing)", Check(algorithm, key: null));
    }

    [Theory]
    [InlineData("HS384")]
    [InlineData("ES256")]
    public void Needs_no_public_key_for_the_others(string algorithm)
    {
        Assert.Null(Check(algorithm, key: null));
    }

    [Theory]
    [InlineData("x", "invalid key")]
    [InlineData("", "length must be at least 1")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "invalid key")]
    public void Refuses_what_is_no_key(string key, string error)
    {
        Assert.Equal($"2 schema violations ({Condition}; rsa_public_key: {error})", Check("RS256", key));
    }

    [Fact]
    public void Takes_RSA_EC_and_Ed25519_keys()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.All(
            [rsa.ExportSubjectPublicKeyInfoPem(), rsa.ExportPkcs8PrivateKeyPem(), ec.ExportSubjectPublicKeyInfoPem(), Ed25519],
            key => Assert.Null(JwtPublicKey.Check(key)));
    }

    private static string? Check(string? algorithm, string? key)
    {
        JsonObject input = PluginInput.Credential("{}");
        input["algorithm"] = algorithm;
        input["rsa_public_key"] = key;
        return PluginInput.Processor.Validate(Schema, input)?.Message;
    }
}
