using System.Net;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Routing;
using KongLite.Sdk.Routing.Expressions;

namespace KongLite.Tests.Sdk.Routing.Expressions;

public sealed class RouteExpressionTests
{
    private static readonly Protocol[] Http = [Protocol.Http];

    [Theory]
    [InlineData("http.method == \"GET\"", "http.method Equal GET")]
    [InlineData("  http.path\t^=\r\n\"/a\"  ", "http.path Prefix /a")]
    [InlineData("http.path=^\"/a\"", "http.path Suffix /a")]
    [InlineData("http.path != \"\"", "http.path NotEqual ")]
    [InlineData("http.host contains \"a.\"", "http.host Contains a.")]
    [InlineData("http.path ~ \"^/a\\\\d\"", "http.path Regex ^/a\\d")]
    [InlineData("http.path == r#\"\\\"/\"#", "http.path Equal \\\"/")]
    [InlineData("http.path == \"a\\\"b\\\\c\\nd\\re\\tf\"", "http.path Equal a\"b\\c\nd\re\tf")]
    [InlineData("http.path == \"é😀\"", "http.path Equal é😀")]
    [InlineData("lower(any(http.headers.x_a)) == \"b\"", "lower any http.headers.x_a Equal b")]
    [InlineData("any( lower ( http.queries.X ) ) != \"b\"", "lower any http.queries.X NotEqual b")]
    [InlineData("net.dst.port == 0x1F90", "net.dst.port Equal 8080")]
    [InlineData("net.dst.port == 017", "net.dst.port Equal 15")]
    [InlineData("net.dst.port == 089", "net.dst.port Equal 89")]
    [InlineData("net.dst.port > -1", "net.dst.port Greater -1")]
    [InlineData("net.src.port >= 1", "net.src.port GreaterOrEqual 1")]
    [InlineData("net.src.port < 1", "net.src.port Less 1")]
    [InlineData("net.src.port<=9223372036854775807", "net.src.port LessOrEqual 9223372036854775807")]
    [InlineData("net.port == 80", "net.dst.port Equal 80")]
    [InlineData("net.src.ip == 10.0.0.1", "net.src.ip Equal 10.0.0.1")]
    [InlineData("net.src.ip == fd00::1", "net.src.ip Equal fd00::1")]
    [InlineData("net.src.ip in 10.0.0.0/8", "net.src.ip In 10.0.0.0/8")]
    [InlineData("net.src.ip not in fd00::/16", "net.src.ip NotIn fd00::/16")]
    [InlineData("net.dst.ip not  in 0.0.0.0/0", "net.dst.ip NotIn 0.0.0.0/0")]
    [InlineData("http.path.segments.len == 2", "http.path.segments.len Equal 2")]
    [InlineData("http.path.segments.0 == \"a\"", "http.path.segments.0 Equal a")]
    [InlineData("http.path.segments.9_10 == \"a\"", "http.path.segments.9_10 Equal a")]
    public void Reads_comparisons(string text, string expected) => Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("{a} && {b} || {c}", "and(a, or(b, c))")]
    [InlineData("{a} || {b} && {c}", "and(or(a, b), c)")]
    [InlineData("{a} || {b} && {c} || {d} && {e}", "and(or(a, b), or(c, d), e)")]
    [InlineData("({a} && {b}) || {c}", "or(and(a, b), c)")]
    [InlineData("!({a}) && {b}", "and(not(a), b)")]
    [InlineData("! ( {a} || {b} )", "not(or(a, b))")]
    [InlineData("(({a}))", "a")]
    public void Binds_or_tighter_than_and(string pattern, string expected)
    {
        string text = pattern;
        foreach (string name in (string[])["a", "b", "c", "d", "e"])
        {
            text = text.Replace($"{{{name}}}", $"http.method == \"{name}\"", StringComparison.Ordinal);
        }

        string read = Read(text).Replace("http.method Equal ", string.Empty, StringComparison.Ordinal);

        Assert.Equal(expected, read);
    }

    [Theory]
    [InlineData("", 1, "expected term")]
    [InlineData("   ", 4, "expected term")]
    [InlineData("! a == 1", 1, "expected term")]
    [InlineData("a == 1 || ! b == 2", 11, "expected term")]
    [InlineData("(a == 1 || b == 2) && ! c == 3", 23, "expected term")]
    [InlineData("http.path = \"/foo\" && tcp.port == 80", 11, "expected binary_operator")]
    [InlineData("http.path", 10, "expected binary_operator")]
    [InlineData("http.path == abc", 14, "expected rhs")]
    [InlineData("http.path == ", 14, "expected rhs")]
    [InlineData("http.path == \"abc", 18, "expected str_char or str_esc")]
    [InlineData("http.path == \"a\\q\"", 16, "expected str_char or str_esc")]
    [InlineData("http.path == r#\"abc\"", 21, "expected rawstr_char")]
    [InlineData("a == 1 b == 2", 8, "expected EOI, and_op, or or_op")]
    [InlineData("(a == 1", 8, "expected and_op or or_op")]
    [InlineData("a == -", 7, "expected oct_digits or dec_digits")]
    [InlineData("a == 0x", 8, "expected hex_digits")]
    [InlineData("lower(", 7, "expected lhs")]
    [InlineData("()", 2, "expected term")]
    public void Points_at_the_place_where_the_syntax_ends(string text, int column, string message)
    {
        string? error = RouteExpression.Check(text, Http);

        Assert.Equal($" --> 1:{column}\n  |\n1 | {text}\n  | {new string(' ', column - 1)}^---\n  |\n  = {message}", error);
    }

    [Theory]
    [InlineData("upper(http.path) == \"A\"", 1, 16, "unknown transformation function: upper")]
    [InlineData("net.src.ip == 1.2.3.256", 15, 9, "invalid IPv4 address syntax")]
    [InlineData("net.src.ip == 1.2.3.04", 15, 8, "invalid IPv4 address syntax")]
    [InlineData("net.src.ip == 1::2::3", 15, 7, "invalid IPv6 address syntax")]
    [InlineData("net.src.ip in 10.0.0.1/8", 15, 10, "host part of address was not zero")]
    [InlineData("net.src.ip in 10.0.0.0/33", 15, 11, "invalid length for network: Network length 33 is too long for Ipv4 (maximum: 32)")]
    [InlineData("net.src.ip in fd00::/129", 15, 10, "invalid length for network: Network length 129 is too long for Ipv6 (maximum: 128)")]
    [InlineData("net.src.port == 9223372036854775808", 17, 19, "number too large to fit in target type")]
    [InlineData("net.src.port ~ 1", 16, 1, "regex operator can only be used with String operands")]
    [InlineData("http.path ~ \"(\"", 13, 3, "regex parse error:\n    (\n    ^\nerror: unclosed group")]
    [InlineData(
        "http.path ~ \"a(?!b)\"", 13, 8,
        "regex parse error:\n    a(?!b)\n     ^^^\nerror: look-around, including look-ahead and look-behind, is not supported")]
    public void Underlines_a_part_that_means_nothing(string text, int column, int length, string message)
    {
        string? error = RouteExpression.Check(text, Http);

        string marks = length == 1 ? "^" : $"^{new string('-', length - 2)}^";
        Assert.Equal($" --> 1:{column}\n  |\n1 | {text}\n  | {new string(' ', column - 1)}{marks}\n  |\n  = {message}", error);
    }

    [Theory]
    [InlineData("net.foo == 3000", "Unknown LHS field")]
    [InlineData("http.headers.a.b == \"x\"", "Unknown LHS field")]
    [InlineData("http.path == 1", "Type mismatch between the LHS and RHS values of predicate")]
    [InlineData("net.src.ip == 10.0.0.0/8", "Type mismatch between the LHS and RHS values of predicate")]
    [InlineData("http.path.segments.len == \"2\"", "Type mismatch between the LHS and RHS values of predicate")]
    [InlineData("lower(net.src.port) == 1", "lower-case transformation function only supported with String type fields")]
    [InlineData("net.src.port ~ \"1\"", "Regex operators only supports string operands")]
    [InlineData("net.src.port ^= 1", "Regex/Prefix/Postfix operators only supports string operands")]
    [InlineData("http.path > \"a\"", "Greater/GreaterOrEqual/Lesser/LesserOrEqual operators only supports integer operands")]
    [InlineData("net.src.ip in 10.0.0.1", "In/NotIn operators only supports IP in CIDR")]
    [InlineData("http.path not in \"a\"", "In/NotIn operators only supports IP in CIDR")]
    [InlineData("net.src.port contains 1", "Contains operator only supports string operands")]
    [InlineData("http.path.segments.len0 == \"a\"", "illformed http.path.segments.* field")]
    [InlineData("http.path.segments.01 == \"a\"", "illformed http.path.segments.* field")]
    [InlineData("http.path.segments.2_1 == \"a\"", "illformed http.path.segments.* field")]
    [InlineData("http.path.segments.1_1 == \"a\"", "illformed http.path.segments.* field")]
    public void Tells_what_fields_cannot_be_asked(string text, string message) => Assert.Equal(message, RouteExpression.Check(text, Http));

    [Theory]
    [InlineData("tls.sni == \"a\"", null)]
    [InlineData("net.src.port == 1", null)]
    [InlineData("http.path == \"/\"", "Unknown LHS field")]
    [InlineData("http.headers.a == \"/\"", "Unknown LHS field")]
    public void Knows_fewer_fields_in_streams(string text, string? message) => Assert.Equal(message, RouteExpression.Check(text, [Protocol.Tls]));

    [Fact]
    public void Points_into_the_line_of_the_mistake()
    {
        string? error = RouteExpression.Check("http.path == \"/\" &&\n\thttp.method = 1", Http);

        Assert.Equal(" --> 2:14\n  |\n2 | \thttp.method = 1\n  | \t            ^---\n  |\n  = expected binary_operator", error);
    }

    [Fact]
    public void Bounds_the_depth_of_parentheses()
    {
        string deep = new string('(', 100_000) + "net.src.port == 1" + new string(')', 100_000);

        string? error = RouteExpression.Check(deep, Http);

        Assert.EndsWith("nested too deeply", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_long_expressions()
    {
        string text = string.Join(" || ", Enumerable.Range(0, 5000).Select(i => $"net.src.port == {i}"));

        Assert.Null(RouteExpression.Check(text, Http));
    }

    private static string Read(string text)
    {
        RouteExpression? expression = RouteExpression.Parse(text, Http, out string? error);
        Assert.Null(error);
        return Show(expression!);
    }

    private static string Show(RouteExpression expression) => expression switch
    {
        AllOf all => $"and({string.Join(", ", all.Terms.Select(Show))})",
        AnyOf any => $"or({string.Join(", ", any.Terms.Select(Show))})",
        NotExpression not => $"not({Show(not.Inner)})",
        _ => Show((Predicate)expression),
    };

    private static string Show(Predicate predicate)
    {
        string value = predicate.Value switch
        {
            PathPattern pattern => pattern.Regex.ToString(),
            IPNetwork network => network.ToString(),
            var other => $"{other}",
        };
        return $"{(predicate.IsLower ? "lower " : "")}{(predicate.IsAny ? "any " : "")}{predicate.Field} {predicate.Operator} {value}";
    }
}
