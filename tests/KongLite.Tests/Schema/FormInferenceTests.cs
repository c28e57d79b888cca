using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Schema;

public sealed class FormInferenceTests
{
    private static readonly EntitySchema Schema = EntitySchema.Of<Sample>();
    private readonly SchemaProcessor _processor = new(new SchemaCatalog([Schema], []), TimeProvider.System);

    [Theory]
    [InlineData("""{"size":"5"}""", """{"size":5}""")]
    [InlineData("""{"size":" 0x10 "}""", """{"size":16}""")]
    [InlineData("""{"size":"4e2"}""", """{"size":400}""")]
    [InlineData("""{"size":"2.5"}""", """{"size":2.5}""")]
    [InlineData("""{"size":"five"}""", """{"size":"five"}""")]
    [InlineData("""{"size":""}""", """{"size":null}""")]
    [InlineData("""{"active":"true"}""", """{"active":true}""")]
    [InlineData("""{"active":"TRUE"}""", """{"active":"TRUE"}""")]
    [InlineData("""{"name":"123"}""", """{"name":"123"}""")]
    [InlineData("""{"digits":"1"}""", """{"digits":[1]}""")]
    [InlineData("""{"digits":["1","x"]}""", """{"digits":[1,"x"]}""")]
    [InlineData("""{"words":["a",""]}""", """{"words":["a",null]}""")]
    [InlineData("""{"lists":{"a":"x"}}""", """{"lists":{"a":["x"]}}""")]
    [InlineData("""{"inner":{"low":"2"}}""", """{"inner":{"low":2}}""")]
    [InlineData("""{"parent":{"size":"2"}}""", """{"parent":{"size":2}}""")]
    [InlineData("""{"unknown":""}""", """{"unknown":""}""")]
    [InlineData("""{"both":""}""", """{"both":null}""")]
    [InlineData("""{"inner_low":"2"}""", """{"inner_low":2}""")]
    [InlineData("""{"ttl":"60"}""", """{"ttl":60}""")]
    public void Types_text_by_the_schema(string input, string expected)
    {
        var fields = (JsonObject)JsonNode.Parse(input)!;

        _processor.Infer(Schema, fields);

        Assert.Equal(expected, fields.ToJsonString());
    }
}
