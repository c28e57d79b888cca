namespace KongLite.Tests.Plugins.RequestTransformer;

public sealed class RequestTransformerConfigTests
{
    [Theory]
    [InlineData("remove", """{"headers":["x-a","x-b:c"]}""", null)]
    [InlineData("remove", """{"headers":["x a"]}""", "headers = {\n    \"'x a' is not a valid header\"\n  }")]
    [InlineData("rename", """{"headers":["a:b"],"body":["a:b"],"querystring":["a:b:c"]}""", null)]
    [InlineData("rename", """{"headers":["a"]}""", "headers = {\n    \"invalid value: a\"\n  }")]
    [InlineData("rename", """{"headers":["a:"]}""", "headers = {\n    \"'' is not a valid header\"\n  }")]
    [InlineData("rename", """{"headers":["a:b c"]}""", "headers = {\n    \"'b c' is not a valid header\"\n  }")]
    [InlineData("add", """{"headers":["a:"]}""", null)]
    [InlineData("add", """{"headers":["é:b"]}""", "headers = {\n    \"'é' is not a valid header\"\n  }")]
    [InlineData("add", """{"querystring":["a:"]}""", "querystring = {\n    \"key 'a' has no value\"\n  }")]
    [InlineData("append", """{"body":["x"]}""", "body = {\n    \"key 'x' has no value\"\n  }")]
    [InlineData("append", """{"body":["x::v","y:$(headers['a'] or 'b') and $(f(1))","z:$(open","w:$5"]}""", null)]
    [InlineData(
        "replace",
        """{"body":["x:$(or)"]}""",
        "body = {\n    \"value '$(or)' is not in supported format, error:[string \\\"or\\\"]:1: unexpected symbol near 'or'\"\n  }")]
    [InlineData("replace", """{"uri":""}""", "uri = \"length must be at least 1\"")]
    public void Says_what_is_wrong_with_a_rule(string operation, string rules, string? error)
    {
        string? message = PluginInput.Check("request-transformer", $$"""{"{{operation}}":{{rules}}}""");

        Assert.Equal(error is null ? null : $"schema violation (config.{operation}: {{\n  {error}\n}})", message);
    }
}
