using System.Text;
using System.Text.Json.Nodes;
using KongLite.Admin.Decoding;

namespace KongLite.Tests.Admin.Decoding;

public sealed class JsonBodyTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("[]", "{}")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":5.0,"b":8.0e1,"c":-0,"d":1e3}""", """{"a":5,"b":80,"c":0,"d":1000}""")]
    [InlineData("""{"a":9007199254740993}""", """{"a":9007199254740992}""")]
    [InlineData("""{"a":1e400}""", """{"a":1e400}""")]
    [InlineData("""{"a":[null,true,false,"x",{"b":[]}]}""", """{"a":[null,true,false,"x",{"b":[]}]}""")]
    [InlineData(" \n\t{\"a\":\"\\u0061\\/\\ud83d\\ude00\"}\r\n ", """{"a":"a/😀"}""")]
    public void Reads_objects(string body, string json)
    {
        string? read = Parse(Encoding.UTF8.GetBytes(body))?.ToJsonString(KongLite.Sdk.Schema.SchemaJson.Options);

        Assert.Equal(json.Replace("😀", "\\uD83D\\uDE00", StringComparison.Ordinal), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("{")]
    [InlineData("{broken")]
    [InlineData("""{"a":1,}""")]
    [InlineData("{'a':1}")]
    [InlineData("{} trailing")]
    [InlineData("{}{}")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":NaN}""")]
    public void Refuses_anything_else(string body) => Assert.Null(Parse(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Refuses_bytes_that_are_no_utf8() => Assert.Null(Parse([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}']));

    [Theory]
    [InlineData(999, true)]
    [InlineData(1001, false)]
    [InlineData(10_000, false)]
    public void Reads_a_thousand_levels_and_no_more(int depth, bool accepted)
    {
        string body = $$"""{"a":{{new string('[', depth)}}{{new string(']', depth)}}}""";

        Assert.Equal(accepted, Parse(Encoding.UTF8.GetBytes(body)) is not null);
    }

    [Theory]
    [InlineData(99_998, true)]
    [InlineData(99_999, false)]
    public void Reads_a_hundred_thousand_values_and_no_more(int values, bool accepted)
    {
        string body = $$"""{"a":[{{string.Join(',', Enumerable.Repeat("1", values))}}]}""";

        Assert.Equal(accepted, JsonBody.TryParse(Encoding.UTF8.GetBytes(body), out _));
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> body)
    {
        Assert.True(JsonBody.TryParse(body, out JsonObject? fields));
        return fields;
    }
}
