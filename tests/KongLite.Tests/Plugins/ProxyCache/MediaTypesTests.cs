using KongLite.Plugins.ProxyCache;
using Microsoft.Extensions.Primitives;

namespace KongLite.Tests.Plugins.ProxyCache;

public sealed class MediaTypesTests
{
    [Theory]
    [InlineData("text/plain", "text/plain", true)]
    [InlineData("text/plain", "Text/Plain", true)]
    [InlineData("text/plain", "text/html", false)]
    [InlineData("text/plain", "text/plain; charset=utf-8", false)]
    [InlineData("text/plain;charset=UTF-8", "text/plain; charset=\"utf-8\"", true)]
    [InlineData("text/plain; a=B", "text/plain; a=b", false)]
    [InlineData("text/plain; a=1; b=2", "text/plain; b=2; a=1", true)]
    [InlineData("image/*", "image/png", true)]
    [InlineData("image/*", "text/plain", false)]
    [InlineData("*/*", "application/xml", true)]
    [InlineData("application/xml", "application/xml;", false)]
    [InlineData("*/*", "nonsense", false)]
    [InlineData("*/*", "", false)]
    [InlineData("nonsense", "nonsense", false)]
    public void Takes_types_that_are_the_same_with_their_parameters(string accepted, string type, bool expected) =>
        Assert.Equal(expected, new MediaTypes([accepted]).Contain(type));

    [Fact]
    public void Takes_neither_none_nor_two()
    {
        var any = new MediaTypes(["*/*"]);

        Assert.False(any.Contain(default));
        Assert.False(any.Contain(new StringValues(["text/plain", "text/plain"])));
    }
}
