using System.Text.Json.Nodes;
using KongLite.Plugins.Shared.Logging;

namespace KongLite.Tests.Plugins.Shared.Logging;

public sealed class LuaConstantTests
{
    [Theory]
    [InlineData("return 'eu-1'", "\"eu-1\"")]
    [InlineData("return \"a\\\"b\"", "\"a\\\"b\"")]
    [InlineData("return 'ü'", "\"ü\"")]
    [InlineData("return 12", "12")]
    [InlineData("return -1.5;", "-1.5")]
    [InlineData("return true", "true")]
    [InlineData("return false", "false")]
    [InlineData("return nil", null)]
    [InlineData("return", null)]
    [InlineData("return;", null)]
    [InlineData("-- nothing", null)]
    public void Reads_the_return_of_a_constant(string code, string? json)
    {
        bool isConstant = LuaConstant.TryRead(code, out JsonNode? value);

        Assert.True(isConstant);
        Assert.True(JsonNode.DeepEquals(json is null ? null : JsonNode.Parse(json), value), value?.ToJsonString());
    }

    [Theory]
    [InlineData("return kong.request.get_method()")]
    [InlineData("return 1 + 1")]
    [InlineData("return -'1'")]
    [InlineData("return 1, 2")]
    [InlineData("local x = 1 return x")]
    [InlineData("return 'open")]
    public void Leaves_all_other_code_alone(string code)
    {
        Assert.False(LuaConstant.TryRead(code, out _));
    }
}
