using System.Security.Cryptography;
using System.Text;
using KongLite.Sdk.Cryptography;

namespace KongLite.Tests.Sdk.Cryptography;

public sealed class SigningKeysTests
{
    // Ed25519: RFC 8037, A.1. The others: made by OpenSSL.
    [Theory]
    [InlineData(
        "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g",
        "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")]
    [InlineData(
        "MEcCAQAwBQYDK2VxBDsEOa9wGfw9B2i+/0FpoOykvVYfzTI8O7jbMJtACtdq6SnJaQZ51gzQ+UjPKxi1RtRtwePvobdrJt+XeQ==",
        "MEMwBQYDK2VxAzoAvdmWNOARaRsPruSsJTeNbfNbMx32SWuz3PK3k6xBWwrpmMxd2zrpL5MFlFt+rAt1bd+N/60EPFEA")]
    [InlineData(
        "MC4CAQAwBQYDK2VuBCIEIIANHEcWUqz8Yove41fVC9dKWGzjK3GGVNesS8UZ5/hp",
        "MCowBQYDK2VuAyEAlgax1O4R4XLmRisqbtH1mwPK+qXQBUu6hvNjVsbLMDQ=")]
    [InlineData(
        "MEYCAQAwBQYDK2VvBDoEOGRvSTgGDTNhIytBnz1VxRlGG8x6LqFUhPkf6KY+ENYtPol68V1XELnDbXClOpjmulDtHG+OekeL",
        "MEIwBQYDK2VvAzkAfCOfq8AfAFx863nlh5xWTzqpIfNhjhcvXkEo+3tL98vXV6NKpzE6J4tuFzKGpPT5iFUwt5u9X/I=")]
    public void Reads_keys_of_the_curves_that_dotnet_lacks(string secret, string open)
    {
        byte[]? own = SigningKeys.PublicOfPrivate(Pem("PRIVATE KEY", secret), out string? secretError);
        byte[]? given = SigningKeys.Public(Pem("PUBLIC KEY", open), out string? openError);

        Assert.Equal((null, null), (secretError, openError));
        Assert.Equal(open, Convert.ToBase64String(own!));
        Assert.Equal(own, given);
    }

    [Fact]
    public void Reads_the_keys_that_dotnet_knows()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP521);

        Assert.Equal(rsa.ExportSubjectPublicKeyInfo(), SigningKeys.PublicOfPrivate(rsa.ExportRSAPrivateKeyPem(), out _));
        Assert.Equal(ec.ExportSubjectPublicKeyInfo(), SigningKeys.Public(ec.ExportSubjectPublicKeyInfoPem(), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrg==\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCgwBQYDK2VwAx8A11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcH\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA//////////////////////////////////////////8=\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2V/AyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END ENCRYPTED PRIVATE KEY-----")]
    public void Refuses_what_is_no_key(string pem)
    {
        Assert.Null(SigningKeys.Public(pem, out string? openError));
        Assert.Null(SigningKeys.PublicOfPrivate(pem, out string? secretError));
        Assert.NotNull(openError);
        Assert.NotNull(secretError);
    }

    // RFC 8037, A.4.
    [Fact]
    public void Verifies_signatures_of_Ed25519()
    {
        byte[] der = Convert.FromBase64String("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        byte[] data = Encoding.ASCII.GetBytes("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc");
        byte[] signature = Convert.FromBase64String("hgyY0il/MGCjP0JzlnLWG1PPOt7+09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr/MuM0KAg==");
        var key = Ed25519Key.Import(der)!;

        Assert.True(key.Verify(data, signature));
        Assert.False(key.Verify(data.AsSpan(1), signature));
        Assert.False(key.Verify(data, signature.AsSpan(1)));
        Assert.False(key.Verify(data, []));
    }

    [Fact]
    public void Takes_no_other_key_for_one_of_Ed25519()
    {
        using var rsa = RSA.Create(2048);

        Assert.Null(Ed25519Key.Import(rsa.ExportSubjectPublicKeyInfo()));
        Assert.Null(Ed25519Key.Import(Convert.FromBase64String("MCowBQYDK2VuAyEAlgax1O4R4XLmRisqbtH1mwPK+qXQBUu6hvNjVsbLMDQ=")));
        Assert.Null(Ed25519Key.Import([]));
    }

    private static string Pem(string label, string body) => $"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n";
}
