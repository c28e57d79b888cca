using KongLite.Plugins.Cors;

namespace KongLite.Tests.Plugins.Cors;

public sealed class OriginRulesTests
{
    [Theory]
    [InlineData("http://a.test", "http://a.test", "a.test")]
    [InlineData("http://a.test:80", "http://a.test", "a.test")]
    [InlineData("https://a.test:443", "https://a.test", "a.test")]
    [InlineData("https://a.test:80", "https://a.test:80", "a.test")]
    [InlineData("http://a.test/", "http://a.test", "a.test")]
    [InlineData("http://u:p@a.test:8080/x?y#z", "http://a.test:8080", "a.test")]
    [InlineData("http://A.TEST", "http://A.TEST", "A.TEST")]
    [InlineData("http://[::1]:8000", "http://[::1]:8000", "[::1]")]
    [InlineData("http://[::1]", "http://[::1]", "[::1]")]
    [InlineData("a.test", "a.test", "a.test")]
    [InlineData("null", "null", "null")]
    [InlineData("http://", "http://", "http://")]
    [InlineData("://x", "://x", "://x")]
    [InlineData("", "", "")]
    public void Reads_any_text_as_an_origin(string text, string whole, string host)
    {
        Assert.Equal(new Origin(whole, host), Origin.Parse(text));
    }

    [Theory]
    [InlineData("foo\\.test", "http://foo.test", "http://foo.test")]
    [InlineData("foo\\.test", "http://foo.test:8000", "http://foo.test:8000")]
    [InlineData("foo\\.test", "http://something.foo.test", null)]
    [InlineData("foo\\.test", "http://evilfoo.test", null)]
    [InlineData("foo\\.test", "http://foo.test.evil.test", null)]
    [InlineData("foo\\.test", "http://foobtest", null)]
    [InlineData("^foo\\.test$", "http://foo.test", "http://foo.test")]
    [InlineData("(.*[./])?foo\\.test:8000", "http://x.foo.test:8000", "http://x.foo.test:8000")]
    [InlineData("(.*[./])?foo\\.test:8000", "http://x.foo.test:8001", null)]
    [InlineData("(.*[./])?foo\\.test:8000", "http://x.foo.test", null)]
    [InlineData("a\\.test|b\\.test", "http://b.test", "http://b.test")]
    [InlineData("a\\.test|b\\.test", "http://a.test.evil.test", null)]
    [InlineData("(?=a)a\\.test", "http://a.test", "http://a.test")]
    [InlineData("http://(?=a)a\\.test", "http://a.test", "http://a.test")]
    public void Compares_an_expression_from_end_to_end(string entry, string origin, string? answer)
    {
        var rules = new OriginRules([entry]);

        Assert.Equal(answer, rules.Answer(origin));
    }

    [Theory]
    [InlineData("http://a.test", "http://a.test")]
    [InlineData("http://a.test:80", "http://a.test")]
    [InlineData("http://A.test", null)]
    [InlineData("https://b.test", "https://b.test")]
    [InlineData("https://b.test:8443", null)]
    [InlineData(null, null)]
    public void Compares_plain_origins_without_their_standard_ports(string? origin, string? answer)
    {
        var rules = new OriginRules(["http://a.test", "https://b.test:443"]);

        Assert.Equal(answer, rules.Answer(origin));
    }

    [Theory]
    [InlineData("http://x.test", "*")]
    [InlineData("null", "*")]
    [InlineData(null, null)]
    public void Lets_an_asterisk_among_others_match_whatever_has_an_origin(string? origin, string? answer)
    {
        var rules = new OriginRules(["foo.bar", "*"]);

        Assert.Equal(answer, rules.Answer(origin));
        Assert.False(rules.AllowsAll);
    }

    [Fact]
    public void Sends_nothing_back_that_could_end_a_line()
    {
        var rules = new OriginRules(["http://.*"]);

        Assert.Equal("http://a%01b", rules.Answer("http://a\u0001b"));
    }
}
