using System.Security.Cryptography;
using System.Text;
using KongLite.Plugins.Jwt;

namespace KongLite.Tests.Plugins.Jwt;

public sealed class VerificationKeysTests
{
    private const string Ed25519 = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
    private static readonly byte[] Data = "header.claims"u8.ToArray();
    private static readonly RSA Rsa = RSA.Create(3072);

    public static TheoryData<string, string> RsaAlgorithms => new()
    {
        { "RS256", "SHA256" }, { "RS384", "SHA384" }, { "RS512", "SHA512" }, { "PS256", "SHA256" }, { "PS384", "SHA384" }, { "PS512", "SHA512" },
    };

    public static TheoryData<string, string, int> EcAlgorithms => new()
    {
        { "ES256", "SHA256", 256 }, { "ES384", "SHA384", 384 }, { "ES512", "SHA512", 521 },
    };

    [Theory]
    [MemberData(nameof(RsaAlgorithms))]
    public void Verifies_with_RSA(string algorithm, string hash)
    {
        RSASignaturePadding padding = algorithm.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;

        VerificationKey key = KeyOf(algorithm, Rsa.ExportSubjectPublicKeyInfoPem())!;

        AssertVerifies(key, Rsa.SignData(Data, new HashAlgorithmName(hash), padding));
    }

    [Theory]
    [MemberData(nameof(EcAlgorithms))]
    public void Verifies_with_elliptic_curves(string algorithm, string hash, int size)
    {
        using var ec = ECDsa.Create();
        ec.KeySize = size;

        VerificationKey key = KeyOf(algorithm, ec.ExportSubjectPublicKeyInfoPem())!;

        AssertVerifies(key, ec.SignData(Data, new HashAlgorithmName(hash)));
        Assert.False(key.Verify(Data, ec.SignData(Data, new HashAlgorithmName(hash), DSASignatureFormat.Rfc3279DerSequence)));
    }

    [Theory]
    [InlineData("HS256", "SHA256")]
    [InlineData("HS384", "SHA384")]
    [InlineData("HS512", "SHA512")]
    public void Verifies_with_secrets(string algorithm, string hash)
    {
        VerificationKey key = new VerificationKeys().Of(Of(algorithm) with { Secret = "zoë" }, secretIsBase64: false)!;

        AssertVerifies(key, CryptographicOperations.HmacData(new HashAlgorithmName(hash), Encoding.UTF8.GetBytes("zoë"), Data));
    }

    [Fact]
    public void Verifies_with_Ed25519()
    {
        // Made by OpenSSL with the key of RFC 8037, A.1.
        string[] token =
            "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJrIn0.mFy3DxbXr4yGK9MpMUdhVO7VMxhgFKCap5UeAcu11IH3FcMrqF7MZdlMTpM8_vkMNmgH1_tf27eg-NFhShGCAA".Split('.');
        byte[] signature = System.Buffers.Text.Base64Url.DecodeFromChars(token[2]);

        VerificationKey key = KeyOf("EdDSA", Ed25519)!;

        Assert.True(key.Verify(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), signature));
        Assert.False(key.Verify(Encoding.ASCII.GetBytes($"{token[0]}.x"), signature));
    }

    [Theory]
    [InlineData("RS256", Ed25519)]
    [InlineData("PS512", Ed25519)]
    [InlineData("ES256", Ed25519)]
    [InlineData("ES256", "junk")]
    [InlineData("ES256", null)]
    [InlineData("EdDSA", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEAlgax1O4R4XLmRisqbtH1mwPK+qXQBUu6hvNjVsbLMDQ=\n-----END PUBLIC KEY-----\n")]
    public void Has_no_key_when_it_cannot_be_used_with_the_algorithm(string algorithm, string? pem)
    {
        Assert.Null(KeyOf(algorithm, pem));
    }

    [Fact]
    public void Has_no_key_of_another_kind()
    {
        Assert.Null(KeyOf("ES256", Rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.Null(KeyOf("EdDSA", Rsa.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public void Reads_the_key_of_a_credential_once()
    {
        var keys = new VerificationKeys();
        JwtSecret credential = Of("RS256") with { RsaPublicKey = Rsa.ExportSubjectPublicKeyInfoPem() };

        Assert.Same(keys.Of(credential, secretIsBase64: false), keys.Of(credential, secretIsBase64: false));
        Assert.NotSame(keys.Of(credential, secretIsBase64: false), keys.Of(credential with { Key = "changed" }, secretIsBase64: false));
    }

    [Fact]
    public async Task Lets_requests_share_a_key()
    {
        VerificationKey key = KeyOf("RS256", Rsa.ExportSubjectPublicKeyInfoPem())!;
        byte[] signature = Rsa.SignData(Data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        bool[] verified = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => key.Verify(Data, signature))));

        Assert.DoesNotContain(false, verified);
    }

    private static void AssertVerifies(VerificationKey key, byte[] signature)
    {
        Assert.True(key.Verify(Data, signature));
        Assert.False(key.Verify("other.claims"u8, signature));
        Assert.False(key.Verify(Data, signature.AsSpan(1)));
        Assert.False(key.Verify(Data, []));
        Assert.False(key.Verify(Data, new byte[signature.Length]));
        Assert.False(key.Verify(Data, new byte[5000]));
    }

    private static JwtSecret Of(string algorithm) => new() { Id = Guid.NewGuid(), Key = "k", Algorithm = Enum.Parse<JwtAlgorithm>(algorithm) };

    private static VerificationKey? KeyOf(string algorithm, string? pem) =>
        new VerificationKeys().Of(Of(algorithm) with { RsaPublicKey = pem }, secretIsBase64: false);
}
