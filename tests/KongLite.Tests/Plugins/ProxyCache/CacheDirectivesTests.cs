using KongLite.Plugins.ProxyCache;
using Microsoft.Extensions.Primitives;

namespace KongLite.Tests.Plugins.ProxyCache;

public sealed class CacheDirectivesTests
{
    [Theory]
    [InlineData("no-store", "no-store", true, null)]
    [InlineData("No-Store ,max-age=5", "no-store", true, null)]
    [InlineData("public, Max-Age = 5", "max-age", false, null)]
    [InlineData("public, Max-Age=5", "max-age", true, 5.0)]
    [InlineData("max-age=\"5\"", "max-age", true, 5.0)]
    [InlineData("max-age=many", "max-age", true, null)]
    [InlineData("s-maxage=5", "max-age", false, null)]
    [InlineData(",,=", "max-age", false, null)]
    public void Finds_directives_and_their_numbers(string header, string name, bool has, double? number)
    {
        var directives = new CacheDirectives(header);

        Assert.Equal((has, number), (directives.Has(name), directives.Number(name)));
    }

    [Fact]
    public void Reads_every_line()
    {
        var directives = new CacheDirectives(new StringValues(["public", "max-age=5"]));

        Assert.Equal(5, directives.Number("max-age"));
    }
}
