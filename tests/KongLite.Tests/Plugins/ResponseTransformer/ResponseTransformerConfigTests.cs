namespace KongLite.Tests.Plugins.ResponseTransformer;

public sealed class ResponseTransformerConfigTests
{
    [Theory]
    [InlineData("remove", """{"headers":["x-a","set-cookie:session"]}""", null)]
    [InlineData("rename", """{"headers":["a:b c"]}""", "headers = {\n    \"'b c' is not a valid header\"\n  }")]
    [InlineData("rename", """{"json":["a"]}""", "json = {\n    \"invalid value: a\"\n  }")]
    [InlineData("add", """{"headers":["a:","a b:c"]}""", null)]
    [InlineData("add", """{"headers":[":v"]}""", "headers = {\n    \"invalid value: :v\"\n  }")]
    [InlineData("replace", """{"json_types":["number","NUMBER"]}""", "json_types = {\n    [2] = \"expected one of: boolean, number, string\"\n  }")]
    public void Says_what_is_wrong_with_a_rule(string operation, string rules, string? error)
    {
        string? message = PluginInput.Check("response-transformer", $$"""{"{{operation}}":{{rules}}}""");

        Assert.Equal(error is null ? null : $"schema violation (config.{operation}: {{\n  {error}\n}})", message);
    }
}
