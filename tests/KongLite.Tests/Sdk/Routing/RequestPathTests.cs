using KongLite.Sdk.Routing;

namespace KongLite.Tests.Sdk.Routing;

public sealed class RequestPathTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("/", "/")]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/%61%2D%5f%7E", "/a-_~")]
    [InlineData("/%2f", "/%2F")]
    [InlineData("/%21%2a%27%28%29%3b%3a%40%26%3d%2b%24%2c%2f%3f%25%23%5b%5d", "/%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%25%23%5B%5D")]
    [InlineData("/%20%7b%22", "/ {\"")]
    [InlineData("/caf%C3%A9", "/caf\u00e9")]
    [InlineData("/%E6%84%9B", "/\u611b")]
    [InlineData("/%2541", "/%2541")]
    [InlineData("/%zz%4", "/%zz%4")]
    [InlineData("/%", "/%")]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a/b/.", "/a/b/")]
    [InlineData("/a/..", "/")]
    [InlineData("/..", "/")]
    [InlineData("/%2e%2E/x", "/x")]
    [InlineData("/a/%2e/b", "/a/b")]
    [InlineData("/.%2F.", "/.%2F.")]
    [InlineData("/a//b///c", "/a/b/c")]
    [InlineData("//", "/")]
    [InlineData("/a//../b", "/b")]
    [InlineData("/a//", "/a/")]
    [InlineData("/...", "/...")]
    [InlineData("/.a/..b/c.", "/.a/..b/c.")]
    [InlineData("/k//a//b", "/k/a/b")]
    public void Resolves_escapes_and_dot_segments(string path, string normal)
    {
        Assert.Equal(normal, RequestPath.Normalize(path));
        Assert.Equal(normal, RequestPath.Normalize(RequestPath.Normalize(path)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1.2/things.json")]
    [InlineData("/a%2Fb")]
    [InlineData("/%zz")]
    [InlineData("/caf\u00e9")]
    [InlineData("/.hidden/a..b/...")]
    public void Keeps_the_string_of_a_normal_path(string path) => Assert.Same(path, RequestPath.Normalize(path));

    [Fact]
    public void Resolves_long_paths()
    {
        string path = string.Concat(Enumerable.Repeat("/abc/%41/x/..", 500));

        Assert.Equal(string.Concat(Enumerable.Repeat("/abc/A", 500)) + "/", RequestPath.Normalize(path));
    }

    [Theory]
    [InlineData("/a/../b", "/b")]
    [InlineData("/a/b/../..", "/")]
    [InlineData("/a%2Fb/../../x", "/x")]
    [InlineData("/..hidden", "/..hidden")]
    [InlineData("/%2e%2ehidden", "/..hidden")]
    [InlineData("/a?..", "/a?..")]
    [InlineData("/%25%23%3F", "/%25%23%3F")]
    public void Takes_what_a_gateway_may_serve(string path, string normal)
    {
        Assert.Equal(RequestPathError.None, RequestPath.TryNormalize(path, out string found));
        Assert.Equal(normal, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("x")]
    [InlineData("/%zz")]
    [InlineData("/%4")]
    [InlineData("/%")]
    [InlineData("/a%00b")]
    [InlineData("/a b")]
    [InlineData("/a\tb")]
    [InlineData("/a\u007f")]
    public void Tells_malformed_paths(string path)
    {
        Assert.Equal(RequestPathError.Malformed, RequestPath.TryNormalize(path, out string found));
        Assert.Equal(path, found);
    }

    [Theory]
    [InlineData("/..")]
    [InlineData("/../x")]
    [InlineData("/a/../..")]
    [InlineData("/a/../../b")]
    [InlineData("/%2e%2e/x")]
    [InlineData("/.%2E")]
    [InlineData("/./../x")]
    [InlineData("//../x")]
    [InlineData("/%2e%2e%2fx")]
    public void Tells_paths_that_climb_above_the_root(string path) =>
        Assert.Equal(RequestPathError.AboveRoot, RequestPath.TryNormalize(path, out _));

    [Theory]
    [InlineData("/caf%C3")]
    [InlineData("/%ff")]
    [InlineData("/%ED%A0%80")]
    [InlineData("/%C0%AE")]
    public void Tells_paths_that_are_not_utf8(string path) =>
        Assert.Equal(RequestPathError.NotUtf8, RequestPath.TryNormalize(path, out _));

    [Theory]
    [InlineData("/e/ ", "/e/%20")]
    [InlineData("/e/\u00e9", "/e/%C3%A9")]
    [InlineData("/e/\ud83d\ude00", "/e/%F0%9F%98%80")]
    [InlineData("/e/{x}|y", "/e/%7Bx%7D%7Cy")]
    [InlineData("/e/\"<>\"", "/e/%22%3C%3E%22")]
    [InlineData("/e/\\x", "/e/%5Cx")]
    [InlineData("/e/^`", "/e/%5E%60")]
    [InlineData("/e/\u007f\u0001", "/e/%7F%01")]
    public void Escapes_for_the_service(string path, string escaped) => Assert.Equal(escaped, RequestPath.Escape(path));

    [Theory]
    [InlineData("/a+b~_-.c")]
    [InlineData("/;=,!$&'()*@:#?[1]")]
    [InlineData("/%2F%25")]
    public void Leaves_what_may_stand_in_a_target(string path) => Assert.Same(path, RequestPath.Escape(path));
}
