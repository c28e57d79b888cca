using KongLite.Plugins.Jwt;

namespace KongLite.Tests.Plugins.Jwt;

public sealed class TokenFinderTests
{
    private static readonly JwtConfig Everywhere = new()
    {
        UriParamNames = ["jwt", "token"],
        CookieNames = ["jar"],
        HeaderNames = ["authorization", "X_Token"],
    };

    [Theory]
    [InlineData("Bearer a.b.c", "a.b.c")]
    [InlineData("bearer \t a", "a")]
    [InlineData("Token Bearer a b", "a b")]
    [InlineData("BearerBearer a", "a")]
    [InlineData("BEARER a", null)]
    [InlineData("Bearer", null)]
    [InlineData("Bearer ", null)]
    [InlineData("Bearera", null)]
    [InlineData("Basic a", null)]
    [InlineData("earer a", null)]
    [InlineData("", null)]
    public void Reads_headers_as_loosely_as_Kong(string header, string? token)
    {
        Assert.Equal(token, Find("/", ("Authorization", header)));
        Assert.Equal(token, Find("/", ("X-Token", header)));
    }

    [Theory]
    [InlineData("jar=a", "a")]
    [InlineData("x=y; JAR = a b; jar=c", "a b")]
    [InlineData("jars=x, jar=a;b", "a")]
    [InlineData("x=jar=a", null)]
    [InlineData("jar", null)]
    [InlineData("jar=", null)]
    [InlineData("; ;,jar=a", "a")]
    public void Reads_cookies_as_nginx_does(string header, string? token)
    {
        Assert.Equal(token, Find("/", ("Cookie", header)));
    }

    [Theory]
    [InlineData("/?jwt=a", "a")]
    [InlineData("/?x=1&token=a%2Eb", "a.b")]
    [InlineData("/?jwt=&token=", null)]
    [InlineData("/?JWT=a", null)]
    [InlineData("/?jwt=a&jwt=a&token=a", "a")]
    public void Reads_arguments(string target, string? token)
    {
        Assert.Equal(token, Find(target));
    }

    [Theory]
    [InlineData("/?jwt=a&token=b", "Bearer a", "")]
    [InlineData("/?jwt=a", "Bearer b", "")]
    [InlineData("/?jwt=a&token", "Bearer a", "")]
    [InlineData("/?jwt&jwt=a", "x", "")]
    [InlineData("/?jwt", "x", "jar=b")]
    public void Sees_several(string target, string header, string cookie)
    {
        FoundTokens found = new TokenFinder(Everywhere).Find(TestExchange.Of("GET", target, null, ("Authorization", header), ("Cookie", cookie)).Request);

        Assert.True(found.AreSeveral);
    }

    [Fact]
    public void Takes_the_same_token_in_several_places_for_one()
    {
        FoundTokens found = new TokenFinder(Everywhere).Find(
            TestExchange.Of("GET", "/?jwt=a&token=a", null, ("Authorization", "Bearer a"), ("Cookie", "jar=a")).Request);

        Assert.Equal((false, "a"), (found.AreSeveral, found.Token.ToString()));
    }

    [Theory]
    [InlineData("/?jwt")]
    [InlineData("/?jwt&token&jwt")]
    public void Knows_an_argument_without_value_from_no_argument(string target)
    {
        FoundTokens found = new TokenFinder(Everywhere).Find(TestExchange.Of("GET", target).Request);

        Assert.Equal((false, false, true), (found.IsEmpty, found.AreSeveral, found.Token.IsEmpty));
    }

    [Fact]
    public void Looks_nowhere_when_no_place_is_named()
    {
        var nowhere = new JwtConfig { UriParamNames = null, CookieNames = null, HeaderNames = null };

        FoundTokens found = new TokenFinder(nowhere).Find(TestExchange.Of("GET", "/?jwt=a", null, ("Authorization", "Bearer a")).Request);

        Assert.True(found.IsEmpty);
    }

    private static string? Find(string target, params (string, string)[] headers)
    {
        FoundTokens found = new TokenFinder(Everywhere).Find(TestExchange.Of("GET", target, null, headers).Request);
        Assert.False(found.AreSeveral);
        return found.IsEmpty ? null : found.Token.ToString();
    }
}
