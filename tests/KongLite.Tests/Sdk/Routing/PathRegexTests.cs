using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Routing;

namespace KongLite.Tests.Sdk.Routing;

public sealed class PathRegexTests
{
    [Theory]
    [InlineData("/(", "missing closing parenthesis in \"/(\"")]
    [InlineData("/bad(", "missing closing parenthesis in \"/bad(\"")]
    [InlineData("/[", "missing terminating ] for character class in \"/[\"")]
    [InlineData("/**", "quantifier does not follow a repeatable item in \"/**\" at \"*\"")]
    [InlineData("/a|*", "quantifier does not follow a repeatable item in \"/a|*\" at \"*\"")]
    [InlineData("/a{2}{3}", "quantifier does not follow a repeatable item in \"/a{2}{3}\" at \"{3}\"")]
    [InlineData("/a)", "unmatched closing parenthesis in \"/a)\" at \")\"")]
    [InlineData("/a{2,1}", "numbers out of order in {} quantifier in \"/a{2,1}\" at \"}\"")]
    [InlineData("/a{70000}", "number too big in {} quantifier in \"/a{70000}\" at \"}\"")]
    [InlineData("/a\\", "\\ at end of pattern in \"/a\\\"")]
    [InlineData("/[a\\", "\\ at end of pattern in \"/[a\\\"")]
    [InlineData("/[z-a]", "range out of order in character class in \"/[z-a]\" at \"a]\"")]
    [InlineData("/[\\w-.]", "invalid range in character class in \"/[\\w-.]\" at \".]\"")]
    [InlineData("/[[:nope:]]", "unknown POSIX class name in \"/[[:nope:]]\" at \"[:nope:]]\"")]
    [InlineData("/(?<1a>x)", "subpattern name must start with a non-digit in \"/(?<1a>x)\" at \"1a>x)\"")]
    [InlineData("/(?<>x)", "subpattern name expected in \"/(?<>x)\" at \">x)\"")]
    [InlineData("/(?<n", "syntax error in subpattern name (missing terminator?) in \"/(?<n\"")]
    [InlineData("/(?<n>a)(?<n>b)", "two named subpatterns have the same name (PCRE2_DUPNAMES not set) in \"/(?<n>a)(?<n>b)\" at \"b)\"")]
    [InlineData("/(?z)a", "unrecognized character after (? or (?- in \"/(?z)a\" at \"z)a\"")]
    [InlineData("/\\j", "unrecognized character follows \\ in \"/\\j\"")]
    public void Tells_broken_patterns_in_the_words_of_pcre(string pattern, string message)
    {
        PatternError? error = PathRegex.Check(pattern);

        Assert.Equal((PatternErrorKind.Syntax, "pcre2_compile() failed: " + message), (error?.Kind, error?.Message));
        Assert.Throws<ArgumentException>(() => PathRegex.Compile(pattern));
    }

    [Theory]
    [InlineData("/a(?=b)")]
    [InlineData("/a(?!b)")]
    [InlineData("/(?<!a)b")]
    [InlineData("/(?<=a)b")]
    [InlineData("/(a)\\1")]
    [InlineData("/(?<n>a)\\k<n>")]
    [InlineData("/(?>a)b")]
    [InlineData("/(?(1)a|b)")]
    [InlineData("/(?R)")]
    [InlineData("/(?U)a+")]
    [InlineData("/[a-z&&[^b]]")]
    [InlineData("/[[a]]")]
    [InlineData("/\\Qa\\E")]
    [InlineData("/((((a{1000}){1000}){1000}){1000})")]
    public void Tells_patterns_that_the_router_cannot_run(string pattern)
    {
        Assert.Equal(PatternErrorKind.Unsupported, PathRegex.Check(pattern)?.Kind);
        Assert.Throws<ArgumentException>(() => PathRegex.Compile(pattern));
    }

    [Theory]
    [InlineData("/a++", "/aaa", "/aaa")]
    [InlineData("/a?+b", "/aab", "/aab")]
    [InlineData("/(ab)++c", "/ababc", "/ababc")]
    [InlineData("/a{2}+$", "/aaaa", "/aaaa")]
    [InlineData("/a.*?b", "/axbxb", "/axb")]
    [InlineData("/[[:alpha:]]+", "/aZ9", "/aZ")]
    [InlineData("/[[:^digit:]]+", "/aZ9", "/aZ")]
    [InlineData("/[^[:space:]x-]+", "/ab-", "/ab")]
    [InlineData("/[]a]+", "/]a]b", "/]a]")]
    [InlineData("/[+\\--]+", "/+-x", "/+-")]
    [InlineData("/[\\.-9]+", "/./09a", "/./09")]
    [InlineData("/[a-c-]+", "/a-cd", "/a-c")]
    [InlineData("/\\pL+", "/aé9", "/aé")]
    [InlineData("/\\x{41}", "/A", "/A")]
    [InlineData("/a\\_b", "/a_b", "/a_b")]
    [InlineData("/a{b}", "/a{b}", "/a{b}")]
    [InlineData("/a{,2}", "/a{,2}", "/a{,2}")]
    [InlineData("/(?i)CaSe", "/case/x", "/case")]
    [InlineData("/(?i:A)b", "/ab", "/ab")]
    [InlineData("/(?P<n>x)", "/x", "/x")]
    [InlineData("/(cat|dog)s?/[a-f0-9]{2}$", "/dogs/ff", "/dogs/ff")]
    [InlineData("/a%zz", "/a%zz", "/a%zz")]
    public void Matches_as_the_router_of_kong_does(string pattern, string path, string matched)
    {
        Assert.Null(PathRegex.Check(pattern));
        Assert.Equal(matched, PathRegex.Compile(pattern).Regex.Match(path).Value);
    }

    [Fact]
    public void Is_anchored_at_the_start_of_the_first_alternative_only()
    {
        Assert.DoesNotMatch(PathRegex.Compile("/a").Regex, "/x/a");
        Assert.Matches(PathRegex.Compile("/a|/b").Regex, "/x/b");
        Assert.DoesNotMatch(PathRegex.Compile("/a|/b").Regex, "/x/a");
        Assert.Matches(PathRegex.CompileUnanchored("b").Regex, "abc");
    }

    [Fact]
    public void Does_not_let_a_dollar_match_before_a_line_feed() => Assert.DoesNotMatch(PathRegex.Compile("/end$").Regex, "/end\n");

    [Theory]
    [InlineData("/items/\\d+", "/items/")]
    [InlineData("/v1\\.0/x", "/v1.0/x")]
    [InlineData("/ab*", "/a")]
    [InlineData("/ab?c", "/a")]
    [InlineData("/ab{2}", "/a")]
    [InlineData("/ab+", "/a")]
    [InlineData("/a(b|c)", "/a")]
    [InlineData("/a[bc]", "/a")]
    [InlineData("/a.b", "/a")]
    [InlineData("/a$", "/a")]
    [InlineData("/a|/b", "")]
    [InlineData("/a(b)|/c", "")]
    [InlineData("(?i)/a", "")]
    [InlineData("/a(?i)b", "/a")]
    public void Knows_what_every_match_begins_with(string pattern, string prefix) => Assert.Equal(prefix, PathRegex.Compile(pattern).LiteralPrefix);

    [Fact]
    public void Numbers_groups_from_left_to_right()
    {
        var captures = new UriCaptures(PathRegex.Compile("/(?<a>x)(y)(?P<b>z)(q)?").Regex, "/xyz");

        Assert.Equal(["x", "y", "z", null], captures.Unnamed);
        Assert.Equal([KeyValuePair.Create("a", "x"), KeyValuePair.Create("b", "z")], captures.Named);
        Assert.Equal("/xyz", captures.Whole);
    }

    [Fact]
    public void Shares_what_is_built_for_equal_patterns()
    {
        PathPattern first = PathRegex.Compile("/shared/\\d");

        Assert.Same(first, PathRegex.Compile("/shared/\\d"));
        Assert.NotSame(first, PathRegex.CompileUnanchored("/shared/\\d"));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?:")]
    [InlineData("[")]
    public void Survives_deep_nesting(string opening)
    {
        string pattern = "/" + string.Concat(Enumerable.Repeat(opening, 20_000));

        Assert.NotNull(PathRegex.Check(pattern));
    }

    [Fact]
    public void Survives_deep_nesting_that_is_closed()
    {
        string pattern = "/" + new string('(', 20_000) + "a" + new string(')', 20_000);

        PatternError? error = PathRegex.Check(pattern);

        Assert.True(error is null or { Kind: PatternErrorKind.Unsupported });
    }
}
