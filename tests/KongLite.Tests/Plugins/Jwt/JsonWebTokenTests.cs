using System.Text;
using KongLite.Plugins.Jwt;

namespace KongLite.Tests.Plugins.Jwt;

public sealed class JsonWebTokenTests
{
    private const string Good = "eyJhbGciOiJIUzI1NiJ9"; // {"alg":"HS256"}

    [Fact]
    public void Takes_a_token_apart()
    {
        string text = Tokens.Of("""{"iss":"me","exp":1.5,"nbf":-2,"other":{"exp":[3]}}""", """{"alg":"HS256","iss":"header's"}""");

        JsonWebToken token = JsonWebToken.Read(text, "iss", out string? error)!;

        Assert.Null(error);
        Assert.Equal(JwtAlgorithm.HS256, token.Algorithm);
        Assert.Equal(("me", "header's"), (token.Claims.Key, token.Header.Key));
        Assert.Equal((1.5, -2), (token.Claims.Expiry, token.Claims.NotBefore));
        Assert.Equal(text[..text.LastIndexOf('.')], Encoding.ASCII.GetString(token.Signed));
        Assert.Equal(32, token.Signature.Length);
    }

    [Theory]
    [InlineData("", "invalid JSON")]
    [InlineData(".", "invalid JSON")]
    [InlineData("..", "invalid JSON")]
    [InlineData("abc", "invalid JSON")]
    [InlineData("not.a.token", "invalid JSON")]
    [InlineData(Good + ".e30", "invalid JSON")]
    [InlineData(Good + ".e30x.", "invalid JSON")]
    [InlineData(Good + ".e3", "invalid JSON")]
    [InlineData(Good + ".e30\u00e9.AA", "invalid JSON")]
    [InlineData("bnVsbA.e30.AA", "invalid alg")]
    [InlineData("W10.e30.AA", "invalid alg")]
    [InlineData("InN0ciI.e30.AA", "invalid alg")]
    [InlineData(Good + ".ZmFsc2U.AA", "invalid claims")]
    [InlineData(Good + ".e30.A", "invalid signature")]
    [InlineData(Good + ".e30.***", "invalid signature")]
    [InlineData(Good + ".e30.AA.AA", "invalid signature")]
    public void Says_what_is_wrong_in_Kongs_words(string text, string expected)
    {
        Assert.Null(JsonWebToken.Read(text, "iss", out string? error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"hs256"}""")]
    [InlineData("""{"alg":"0"}""")]
    [InlineData("""{"alg":"HS256, HS384"}""")]
    [InlineData("""{"alg":5}""")]
    [InlineData("""{"alg":"HS256","alg":null}""")]
    [InlineData("{}")]
    [InlineData("5")]
    public void Wants_an_algorithm_that_it_knows(string header)
    {
        Assert.Null(JsonWebToken.Read(Tokens.Of("{}", header), "iss", out string? error));
        Assert.Equal("invalid alg", error);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("""{"iss":"\ud800"}""")]
    [InlineData("\ufeff{}")]
    public void Wants_JSON_and_nothing_behind_it(string claims)
    {
        Assert.Null(JsonWebToken.Read(Tokens.Of(claims), "iss", out string? error));
        Assert.Equal("invalid JSON", error);
    }

    [Fact]
    public void Survives_text_that_is_no_UTF_8_and_deep_nesting()
    {
        string broken = $"{Good}.{Tokens.Encode([.. "{\"iss\":\""u8, 0xFF, .. "\"}"u8])}.AA";
        string deep = $"{Good}.{Tokens.Encode(Encoding.ASCII.GetBytes(new string('[', 100_000)))}.AA";

        Assert.Null(JsonWebToken.Read(broken, "iss", out _));
        Assert.Null(JsonWebToken.Read(deep, "iss", out _));
    }

    [Theory]
    [InlineData("""{"iss":null}""", false, null)]
    [InlineData("""{"iss":false}""", false, null)]
    [InlineData("""{"iss":5}""", true, null)]
    [InlineData("""{"iss":["a"]}""", true, null)]
    [InlineData("""{"iss":""}""", true, "")]
    [InlineData("""{"iss":"a","iss":"b"}""", true, "b")]
    [InlineData("""{"\u0069ss":"a"}""", true, "a")]
    [InlineData("""["iss"]""", false, null)]
    [InlineData("null", false, null)]
    [InlineData("\"iss\"", false, null)]
    public void Finds_what_names_the_credential(string claims, bool isThere, string? key)
    {
        JsonWebToken token = JsonWebToken.Read(Tokens.Of(claims), "iss", out _)!;

        Assert.Equal((isThere, key), (token.Claims.HasKey, token.Claims.Key));
    }

    [Fact]
    public void Takes_padding()
    {
        Assert.NotNull(JsonWebToken.Read(Good + "=.e30=.AA==", "iss", out _));
    }
}
