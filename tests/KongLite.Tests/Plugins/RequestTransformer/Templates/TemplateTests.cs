using KongLite.Plugins.RequestTransformer.Templates;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Plugins.RequestTransformer.Templates;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("#hash", "#hash")]
    [InlineData("a $(headers.host) b", "a api.test b")]
    [InlineData("$(headers[\"x-foo\"])", "foo")]
    [InlineData("$(headers['X-FOO'])", "foo")]
    [InlineData("$(headers.x_foo)", "foo")]
    [InlineData("$(headers.none)", "")]
    [InlineData("$(headers.x_many)", "1, 2")]
    [InlineData("$(headers.x_many[2])$(headers.x_many[3])", "2")]
    [InlineData("$(query_params.q)", "a b")]
    [InlineData("$(query_params.flag)", "true")]
    [InlineData("$(query_params.many[1])-$(query_params.many[2])", "x-y")]
    [InlineData("$(uri_captures.id)/$(uri_captures[1])/$(uri_captures[2])/$(uri_captures[3])", "7/7/z/")]
    [InlineData("$(uri_captures[0])", "/u/7/z")]
    [InlineData("$(shared.left)", "by another")]
    [InlineData("$(headers.none or 'default')", "default")]
    [InlineData("$(headers['x-none'] or query_params.none or \"last\")", "last")]
    [InlineData("$(headers.x_foo and 'yes' or 'no')", "yes")]
    [InlineData("$(not headers.x_foo and 'no' or 'yes')", "yes")]
    [InlineData("$(headers.x_foo == 'foo' and 'same' or 'other')", "same")]
    [InlineData("$(headers.x_foo ~= 'foo')", "")]
    [InlineData("$('<' .. headers.x_foo .. '>' .. 1.50)", "<foo>1.5")]
    [InlineData("$(type(headers.x_many)) $(type(headers.none)) $(type(query_params.flag)) $(type(headers)) $(type(1))", "table nil boolean table number")]
    [InlineData("$('$(x)')", "$(x)")]
    [InlineData("$((headers).host)", "api.test")]
    [InlineData("$(false)$(nil)$(true)$(0x10)", "true16")]
    [InlineData("$(headers.x_foo.y)", "")]
    [InlineData("$", "$")]
    [InlineData("$(headers.x_foo", "$(headers.x_foo")]
    [InlineData("ü $([[ö]])", "\u00c3\u00bc \u00c3\u00b6")]
    public void Writes_a_text_for_a_request(string template, string expected)
    {
        var compiled = Template.Compile(template);

        Assert.Equal(expected, compiled.Write(new TemplateScope(Request())));
    }

    [Theory]
    [InlineData("$(string.upper('a'))", "string")]
    [InlineData("$(headers.host:upper())", ":")]
    [InlineData("$((function() return 1 end)())", "function")]
    [InlineData("$(1 + 1)", "+")]
    [InlineData("$(#headers.x_many)", "#")]
    [InlineData("$({})", "{")]
    [InlineData("$(os.exit())", "os")]
    [InlineData("$(headers.host())", "(")]
    [InlineData("$(typo)", "typo")]
    public void Refuses_other_parts_of_Lua(string template, string token)
    {
        var error = Assert.Throws<TemplateException>(() => Template.Compile(template));

        Assert.Contains($"uses '{token}', which KongLite's templates do not have", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_expression_that_would_nest_too_deep()
    {
        string chain = string.Join(" or ", Enumerable.Repeat("headers.a", 100_000));

        Assert.Throws<TemplateException>(() => Template.Compile($"$({chain})"));
    }

    [Theory]
    [InlineData("$(headers.none.x)", "attempt to index a nil value")]
    [InlineData("$(query_params.flag.x)", "attempt to index a boolean value")]
    [InlineData("$('a' .. headers.none)", "attempt to concatenate a nil value")]
    [InlineData("$(headers)", "an expression gives a table instead of a text")]
    public void Fails_where_Lua_fails(string template, string message)
    {
        var error = Assert.Throws<TemplateException>(() => Template.Compile(template).Write(new TemplateScope(Request())));

        Assert.Equal(message, error.Message);
    }

    private static Exchange Request()
    {
        Exchange exchange = TestExchange.Of(
            "GET", "/u/7/z?q=a%20b&flag&many=x&many=y", null, ("Host", "api.test"), ("X-Foo", "foo"), ("X-Many", "1"), ("X-Many", "2"));
        exchange.Request.Captures = new UriCaptures(new Dictionary<string, string> { ["id"] = "7" }, ["7", "z", null], "/u/7/z");
        exchange.Shared["left"] = "by another";
        return exchange;
    }
}
