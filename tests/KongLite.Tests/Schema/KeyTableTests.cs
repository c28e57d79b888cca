using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Schema;

public sealed class KeyTableTests
{
    [Theory]
    [InlineData("""{"name":"x"}""", """{name="x"}""")]
    [InlineData("""{"b":1,"a":"x"}""", """{a="x",b=1}""")]
    [InlineData("""{"service":{"id":"7"},"route":null}""", """{route=null,service={id="7"}}""")]
    [InlineData("""{"a b":true}""", """{["a b"]=true}""")]
    [InlineData("""{"a":"say \"hi\" \\"}""", """{a="say \"hi\" \\"}""")]
    [InlineData("""{"a":"x\ny"}""", "{a=[[x\ny]]}")]
    [InlineData("""{"a":["x",null,"y"]}""", """{a={"x",[3]="y"}}""")]
    [InlineData("""{"a":1.5,"b":60000,"c":1e20}""", "{a=1.5,b=60000,c=1e+20}")]
    public void Prints_a_key_on_one_line(string value, string expected)
    {
        Assert.Equal(expected, KeyTable.Line(JsonNode.Parse(value)));
    }

    [Fact]
    public void Prints_the_third_level_of_an_error_as_a_block()
    {
        var errors = new SchemaErrors((JsonObject)JsonNode.Parse(
            """{"healthchecks":{"active":{"type":"bad","healthy":{"interval":"wrong"}}},"config":{"methods":["a",null,"b"]},"pem":{"@entity":["x"]}}""")!);

        Assert.Equal(
            "3 schema violations (config.methods: {\n  \"a\",\n  [3] = \"b\"\n}; "
            + "healthchecks.active: {\n  healthy = {\n    interval = \"wrong\"\n  },\n  type = \"bad\"\n}; pem.@entity: {\n  \"x\"\n})",
            errors.Message);
    }
}
