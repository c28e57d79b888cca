using KongLite.Sdk.Schema;

namespace KongLite.Tests.Schema;

public sealed class LuaPatternTests
{
    [Theory]
    [InlineData("^%u+$", "GET", true)]
    [InlineData("^%u+$", "GEt", false)]
    [InlineData("^%u+$", "GET\n", false)]
    [InlineData("^[^:]+:.*$", "a:b", true)]
    [InlineData("^[^:]+:.*$", ":b", false)]
    [InlineData("^[^*&%%\\`]+$", "/tmp/a.log", true)]
    [InlineData("^[^*&%%\\`]+$", "/tmp/a%b", false)]
    [InlineData("^[a-z][a-z%d-]-[a-z%d]+$", "my-env", true)]
    [InlineData("^[a-z][a-z%d-]-[a-z%d]+$", "My-env", false)]
    [InlineData("^[0-9]+-[0-9]+$", "200-299", true)]
    [InlineData("^[0-9]+-[0-9]+$", "200299", false)]
    [InlineData("%.%*$", "a.*", true)]
    public void Means_what_it_means_in_Lua(string pattern, string text, bool matches)
    {
        Assert.Equal(matches, LuaPattern.ToRegex(pattern).IsMatch(text));
    }
}
