using System.Globalization;
using System.Text;
using KongLite.Sdk.Schema;
using KongLite.Store.Declarative;

namespace KongLite.Tests.Store.Declarative;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("~", "null")]
    [InlineData("null", "null")]
    [InlineData("NULL", "null")]
    [InlineData("", "null")]
    [InlineData("nil", "\"nil\"")]
    [InlineData("yes", "true")]
    [InlineData("On", "true")]
    [InlineData("TRUE", "true")]
    [InlineData("no", "false")]
    [InlineData("off", "false")]
    [InlineData("False", "false")]
    [InlineData("y", "\"y\"")]
    [InlineData("n", "\"n\"")]
    [InlineData("yEs", "\"yEs\"")]
    [InlineData("0x50", "80")]
    [InlineData("-0x5_0", "-80")]
    [InlineData("1_000", "1000")]
    [InlineData("0b101", "5")]
    [InlineData("012", "10")]
    [InlineData("089", "89")]
    [InlineData("0", "0")]
    [InlineData("+5", "5")]
    [InlineData("-7", "-7")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.0E-05", "1E-05")]
    [InlineData("12:30", "750")]
    [InlineData("1:30:00", "5400")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("12345678901234567890", "1.2345678901234567E+19")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("10.0.0.0/8", "\"10.0.0.0/8\"")]
    [InlineData("2001-12-14", "\"2001-12-14\"")]
    [InlineData("0xzz", "\"0xzz\"")]
    [InlineData("1e", "\"1e\"")]
    [InlineData(".inf", "\".inf\"")]
    [InlineData(".nan", "\".nan\"")]
    [InlineData("'80'", "\"80\"")]
    [InlineData("\"yes\"", "\"yes\"")]
    [InlineData("'~'", "\"~\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!int '5'", "5")]
    [InlineData("!!float 5", "5")]
    [InlineData("!!bool y", "true")]
    [InlineData("!!null x", "null")]
    [InlineData("{vault: no}", "{\"vault\":false}")]
    [InlineData("'{vault://env/NAME}'", "\"{vault://env/NAME}\"")]
    [InlineData("[a, 1, [], {}]", "[\"a\",1,[],{}]")]
    public void Reads_a_scalar(string yaml, string json) => Assert.Equal(json, Json($"a: {yaml}", "a"));

    [Theory]
    [InlineData("a: 1\na: 2\n", "{\"a\":2}")]
    [InlineData("a: &x {b: 1}\nc: *x\n", "{\"a\":{\"b\":1},\"c\":{\"b\":1}}")]
    [InlineData("a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}\n", "{\"a\":{\"b\":1,\"c\":2},\"d\":{\"b\":3,\"c\":2}}")]
    [InlineData("a: &x {b: 1, c: 2}\nd: {b: 3, <<: *x}\n", "{\"a\":{\"b\":1,\"c\":2},\"d\":{\"b\":3,\"c\":2}}")]
    [InlineData("a: {<<: [{b: 1}, {b: 2, c: 2}]}\n", "{\"a\":{\"b\":1,\"c\":2}}")]
    [InlineData("a: {'<<': 5}\n", "{\"a\":{\"<<\":5}}")]
    [InlineData("a: 1\n---\nb: 2\n", "{\"a\":1}")]
    [InlineData("80: a\non: b\n", "{\"80\":\"a\",\"on\":\"b\"}")]
    [InlineData("a: |\n  x\n  y\nb: >\n  x\n  y\n", "{\"a\":\"x\\ny\\n\",\"b\":\"x y\\n\"}")]
    [InlineData("# only a comment\n", "null")]
    [InlineData("", "null")]
    [InlineData("{\"a\": [1, 2.5, true, null, \"\\u00e4\\n\"]}", "{\"a\":[1,2.5,true,null,\"ä\\n\"]}")]
    public void Reads_a_document(string yaml, string json) => Assert.Equal(json, YamlText.Read(yaml)?.ToJsonString(SchemaJson.Options) ?? "null");

    [Theory]
    [InlineData("a: [", 2, 1)]
    [InlineData("a: b: c", 1, 5)]
    [InlineData("a: *x", 1, 4)]
    [InlineData("a: &x [*x]", 1, 8)]
    [InlineData("a: 'x", 1, 4)]
    [InlineData("a: {<<: 5}", 1, 5)]
    [InlineData("? [a]\n: b", 1, 3)]
    [InlineData("a: !!int x", 1, 4)]
    [InlineData("a: \"\\q\"", 1, 4)]
    [InlineData("%YAML 9.0\n---\na", 1, 1)]
    public void Says_where_a_text_is_no_yaml(string yaml, long line, long column)
    {
        DeclarativeSyntaxException error = Assert.Throws<DeclarativeSyntaxException>(() => YamlText.Read(yaml));

        Assert.Equal((line, column, true), (error.Line, error.Column, error.Message.Length > 5));
    }

    [Theory]
    [InlineData(1000)]
    public void Reads_values_as_deep_as_the_admin_api_lets_them_be(int depth) =>
        Assert.NotNull(YamlText.Read(new string('[', depth) + new string(']', depth)));

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Refuses_values_that_are_too_deep(string step)
    {
        string text = string.Concat(Enumerable.Repeat(step, 20_000));

        Assert.Throws<DeclarativeSyntaxException>(() => YamlText.Read(text));
    }

    [Fact]
    public void Refuses_aliases_that_stand_for_more_than_fits()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
        {
            string alias = string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10));
            text.Append(CultureInfo.InvariantCulture, $"a{i}: &a{i} [{alias}]\n");
        }

        DeclarativeSyntaxException error = Assert.Throws<DeclarativeSyntaxException>(() => YamlText.Read(text.ToString()));

        Assert.Equal("aliases stand for too much", error.Message);
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":2}")]
    [InlineData(" [1.5, -1, 1e400, \"x\", null] ", "[1.5,-1,1e400,\"x\",null]")]
    [InlineData("[1.5,-1,\"x\",null,false,12345678901234567890]", "[1.5,-1,\"x\",null,false,1.2345678901234567E+19]")]
    public void Reads_json(string text, string expected) => Assert.Equal(expected, JsonText.Read(text)!.ToJsonString());

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\"a\":\n}", 2)]
    [InlineData("[1,]", 1)]
    [InlineData("{} x", 1)]
    [InlineData("[\"\\ud800\"]", 1)]
    public void Says_where_a_text_is_no_json(string text, long line)
    {
        DeclarativeSyntaxException error = Assert.Throws<DeclarativeSyntaxException>(() => JsonText.Read(text));

        Assert.Equal(line, error.Line);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: 1\nb: \"x\0\"\n", 2, 6)]
    [InlineData("\u0007", 1, 1)]
    [InlineData("a: \u007f", 1, 4)]
    public void Refuses_control_characters(string text, long line, long column)
    {
        DeclarativeSyntaxException error = Assert.Throws<DeclarativeSyntaxException>(() => YamlText.Read(text));

        Assert.Equal((line, column, "control characters are not allowed"), (error.Line, error.Column, error.Message));
    }

    [Theory]
    [InlineData("1e400", "1e999")]
    [InlineData("-1e400", "-1e999")]
    [InlineData("1.5", "1.5")]
    public void Numbers_beyond_doubles_stay_numbers_that_JSON_can_show(string number, string shown)
    {
        Assert.Equal(shown, Json($"a: {number}", "a"));
        Assert.Equal(shown, Json($"a: {number.Replace("1e400", new string('9', 400), StringComparison.Ordinal)}", "a"));
    }

    [Fact]
    public void Refuses_more_values_than_it_may_hold()
    {
        DeclarativeSyntaxException json = Assert.Throws<DeclarativeSyntaxException>(() => JsonText.Read("[1,2,3]", mostValues: 3));
        DeclarativeSyntaxException yaml = Assert.Throws<DeclarativeSyntaxException>(() => YamlText.Read("[1,2,3]", mostValues: 3));

        Assert.True(json.IsTooMuch);
        Assert.Equal("too many values", yaml.Message);
        Assert.NotNull(JsonText.Read("[1,2,3]", mostValues: 4));
    }

    [Fact]
    public void Refuses_aliases_that_nest_deeper_than_a_stack_holds()
    {
        var text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 63; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"a{i}: &a{i} {new string('[', 500)}*a{i - 1}{new string(']', 500)}\n");
        }

        DeclarativeSyntaxException error = Assert.Throws<DeclarativeSyntaxException>(() => YamlText.Read(text.ToString()));

        Assert.Equal((4, "nested too deeply"), (error.Line, error.Message));
    }

    [Fact]
    public void Refuses_json_that_is_too_deep() => Assert.Throws<DeclarativeSyntaxException>(() => JsonText.Read(new string('[', 20_000)));

    private static string Json(string yaml, string name) => YamlText.Read(yaml)!.AsObject()[name]?.ToJsonString() ?? "null";
}
