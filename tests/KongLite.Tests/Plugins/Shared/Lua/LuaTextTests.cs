using KongLite.Plugins.Shared.Lua;

namespace KongLite.Tests.Plugins.Shared.Lua;

public sealed class LuaTextTests
{
    [Theory]
    [InlineData("'a\"b'", "a\"b")]
    [InlineData("\"a\\\"b\\\\\"", "a\"b\\")]
    [InlineData("'\\n\\t\\65\\0651\\x41'", "\n\tAA1A")]
    [InlineData("'\\u{e9}\\u{110000}'", "\u00c3\u00a9\u00ef\u00bf\u00bd")]
    [InlineData("'a\\z  \n  b'", "ab")]
    [InlineData("'a\\\nb'", "a\nb")]
    [InlineData("''", "")]
    [InlineData("[[a\\n]]", "a\\n")]
    [InlineData("[==[\na]]b]==]", "a]]b")]
    public void Reads_literals(string literal, string expected)
    {
        Assert.Equal(expected, LuaText.Decode(literal));
    }
}
