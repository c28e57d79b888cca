using System.Text;
using System.Text.Json.Nodes;
using KongLite.Plugins.Shared.Transformers;

namespace KongLite.Tests.Plugins.Shared.Transformers;

public sealed class JsonMembersTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", "remove", true, """{"b":2}""")]
    [InlineData("""{"b":{"a":1}}""", "remove", false, """{"b":{"a":1}}""")]
    [InlineData("""{"a":[1],"n":0}""", "rename", true, """{"n":[1]}""")]
    [InlineData("""{"b":1}""", "rename", false, """{"b":1}""")]
    [InlineData("""{"a":1}""", "replace", true, """{"a":"v"}""")]
    [InlineData("""{"a":null}""", "replace", true, """{"a":"v"}""")]
    [InlineData("""{"a":false}""", "replace", false, """{"a":false}""")]
    [InlineData("{}", "replace", false, "{}")]
    [InlineData("{}", "add", true, """{"a":"v"}""")]
    [InlineData("""{"a":0}""", "add", false, """{"a":0}""")]
    [InlineData("""{"a":""}""", "add", false, """{"a":""}""")]
    [InlineData("""{"a":null}""", "add", false, """{"a":null}""")]
    [InlineData("""{"a":false}""", "add", true, """{"a":"v"}""")]
    [InlineData("""{"a":"t"}""", "append", true, """{"a":["t","v"]}""")]
    [InlineData("""{"a":[1]}""", "append", true, """{"a":[1,"v"]}""")]
    [InlineData("""{"a":[]}""", "append", true, """{"a":["v"]}""")]
    [InlineData("""{"a":5}""", "append", true, """{"a":["v"]}""")]
    [InlineData("""{"a":null}""", "append", true, """{"a":["v"]}""")]
    [InlineData("""{"a":{}}""", "append", true, """{"a":["v"]}""")]
    [InlineData("""{"a":{"k":1}}""", "append", false, """{"a":{"k":1}}""")]
    [InlineData("{}", "append", true, """{"a":["v"]}""")]
    [InlineData("""{"e":[],"o":{},"n":12345678901234567890.10,"u":"é\u0000/"}""", "append", true, """{"e":[],"o":{},"n":12345678901234567890.10,"u":"é\u0000/","a":["v"]}""")]
    public void Changes_the_members_of_an_object(string json, string rule, bool isChanged, string expected)
    {
        JsonMembers members = JsonMembers.Read(Encoding.UTF8.GetBytes(json))!;
        var value = JsonValue.Create("v");

        bool changed = rule switch
        {
            "remove" => members.Remove("a"),
            "rename" => members.Rename("a", "n"),
            "replace" => members.Replace("a", value),
            "add" => members.Add("a", value),
            _ => members.Append("a", value),
        };

        Assert.Equal(isChanged, changed);
        Assert.Equal(expected, Encoding.UTF8.GetString(members.ToBytes()));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{broken")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    public void Reads_objects_only(string json)
    {
        Assert.Null(JsonMembers.Read(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void Does_not_read_other_encodings()
    {
        Assert.Null(JsonMembers.Read([(byte)'{', (byte)'"', 0xE9, (byte)'"', (byte)':', (byte)'1', (byte)'}']));
    }

    [Theory]
    [InlineData(100_000, false)]
    [InlineData(300_000, true)]
    public void Takes_no_more_pieces_apart_than_memory_is_worth(int elements, bool isTooLarge)
    {
        byte[] json = Encoding.ASCII.GetBytes($$"""{"a":[{{string.Join(',', Enumerable.Repeat("123", elements))}}]}""");

        Assert.Equal(isTooLarge, JsonMembers.IsTooLarge(json));
        Assert.Equal(isTooLarge, JsonMembers.Read(json) is null);
    }
}
