using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Sdk.Exchanges;

public sealed class QueryTextTests
{
    [Theory]
    [InlineData("z=26&apikey=k&a=1&z=27", "z=26&a=1&z=27")]
    [InlineData("apikey=k", "")]
    [InlineData("apikey", "")]
    [InlineData("%61pikey=k&x", "x=")]
    [InlineData("v=valu%651&b=%20y&c=a%2Fb", "v=value1&b=+y&c=a%2Fb")]
    [InlineData("bytes=%ff%FE", "bytes=%FF%FE")]
    [InlineData("&&=x&a=b=c", "a=b%3Dc")]
    public void Leaves_a_name_out_and_writes_the_rest_anew(string query, string expected) =>
        Assert.Equal(expected, QueryText.Without(query, "apikey"));

    [Theory]
    [InlineData("$LATEST", "%24LATEST")]
    [InlineData("a b&c=d", "a%20b%26c%3Dd")]
    [InlineData("plain-1.x~y_", "plain-1.x~y_")]
    public void Escapes_text(string text, string expected) => Assert.Equal(expected, QueryText.Escape(text));
}
