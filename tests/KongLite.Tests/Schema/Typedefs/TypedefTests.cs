using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Tests.Schema.Typedefs;

public sealed class TypedefTests
{
    [Theory]
    [InlineData("my.host", null)]
    [InlineData("10.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("[::1]", null)]
    [InlineData("a_b.c", null)]
    [InlineData("-x", null)]
    [InlineData("x.", null)]
    [InlineData("a b", "invalid value: a b")]
    [InlineData("x-", "invalid value: x-")]
    [InlineData("a..b", "invalid value: a..b")]
    [InlineData("*.x", "invalid value: *.x")]
    [InlineData("http://x", "invalid value: http://x")]
    [InlineData("256.1.1.1", "invalid value: 256.1.1.1")]
    [InlineData("1::2::3", "invalid value: 1::2::3")]
    [InlineData("[::1", "invalid value: [::1")]
    [InlineData("a.test:80", "must not have a port")]
    [InlineData("a.test:99999", "must not have a port")]
    [InlineData("[::1]:80", "must not have a port")]
    public void A_host(string value, string? error) => Assert.Equal(error, Host.Check(value));

    [Theory]
    [InlineData("a.test", null)]
    [InlineData("a.test:80", null)]
    [InlineData("*.a.test:80", null)]
    [InlineData("a.*", null)]
    [InlineData("a.test:99999", "invalid port number")]
    [InlineData("a.test:", "invalid hostname: a.test:")]
    [InlineData("*.a.*", "invalid wildcard: must have at most one wildcard")]
    [InlineData("a.*.b", "invalid wildcard: must be placed at leftmost or rightmost label")]
    [InlineData("*", "invalid wildcard: must be placed at leftmost or rightmost label")]
    [InlineData(".*", "invalid hostname: .abc")]
    public void A_host_of_a_route(string value, string? error) => Assert.Equal(error, RouteHost.Check(value));

    [Theory]
    [InlineData("*.a.test", null)]
    [InlineData("a.*", null)]
    [InlineData("a.test", null)]
    [InlineData("*.*", "only one wildcard must be specified")]
    [InlineData("a.*.b", "wildcard must be leftmost or rightmost character")]
    [InlineData("::1", "must not be an IP")]
    [InlineData("1.2.3.4", "must not be an IP")]
    [InlineData("a.test:443", "must not have a port")]
    [InlineData("a b", "invalid value: a b")]
    public void A_wildcard_host(string value, string? error) => Assert.Equal(error, WildcardHost.Check(value));

    [Theory]
    [InlineData("/a/b", null)]
    [InlineData("/a//b", "must not have empty segments")]
    [InlineData("/a b", "invalid path: '/a b' (characters outside of the reserved list of RFC 3986 found)")]
    [InlineData("/a%2", "invalid url-encoded value: '%2'")]
    [InlineData("/a%zz", "invalid url-encoded value: '%zz'")]
    public void A_path(string value, string? error) => Assert.Equal(error, HttpPath.Check(value));

    [Theory]
    [InlineData("/foo", null)]
    [InlineData("~/foo$", null)]
    [InlineData("foo", "should start with: / (fixed path) or ~/ (regex path)")]
    [InlineData("~foo", "should start with: / (fixed path) or ~/ (regex path)")]
    [InlineData("/a/../b", "non-normalized path, consider use '/b' instead")]
    [InlineData("/a%20b", "non-normalized path, consider use '/a b' instead")]
    [InlineData("/%61%2f", "non-normalized path, consider use '/a%2F' instead")]
    [InlineData("/a%2", "invalid url-encoded value: '%2'")]
    public void A_path_of_a_route(string value, string? error) => Assert.Equal(error, RoutePath.Check(value));

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("fe80::/10", true)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("::/129", false)]
    [InlineData("1.2.3", false)]
    [InlineData("01.2.3.4", false)]
    [InlineData("x", false)]
    public void An_address_or_block(string value, bool valid) =>
        Assert.Equal(valid ? null : $"invalid ip or cidr range: '{value}'", IpOrCidr.Check(value));

    [Theory]
    [InlineData("http://squid:3128", null)]
    [InlineData("http://squid:port", null)]
    [InlineData("squid:3128", "missing host in url")]
    [InlineData("/path", "missing host in url")]
    [InlineData("http://", "missing host in url")]
    [InlineData("https:///x", "missing host in url")]
    [InlineData("//sts", "missing scheme in url")]
    public void A_url(string value, string? error) => Assert.Equal(error, Url.Check(value));

    [Theory]
    [InlineData("a-b_c.~é", null)]
    [InlineData("a b", "invalid value 'a b': the only accepted ascii characters are alphanumerics or ., -, _, and ~")]
    public void A_name(string value, string? error) => Assert.Equal(error, Utf8Name.Check(value));

    [Theory]
    [InlineData("any text é", null)]
    [InlineData("a,b", "invalid tag 'a,b': expected printable ascii (except `,` and `/`) or valid utf-8 sequences")]
    [InlineData("a\nb", "invalid tag 'a\nb': expected printable ascii (except `,` and `/`) or valid utf-8 sequences")]
    public void A_tag(string value, string? error) => Assert.Equal(error, Tag.Check(value));
}
