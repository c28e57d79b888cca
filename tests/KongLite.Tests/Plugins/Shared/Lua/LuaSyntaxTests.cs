using KongLite.Plugins.Shared.Lua;

namespace KongLite.Tests.Plugins.Shared.Lua;

public sealed class LuaSyntaxTests
{
    [Theory]
    [InlineData("")]
    [InlineData("return")]
    [InlineData("return 1, 'a';")]
    [InlineData("-- only a comment")]
    [InlineData("--[==[ long\n]] comment ]==] return")]
    [InlineData("local a, b = 1")]
    [InlineData("x = 1; y.z[1], w = f(), {1, a = 2, [3] = 4; 'five'}")]
    [InlineData("kong.log.err('x', 0x1F, 1e-3, .5, 3., 12LL, 0xAp1)")]
    [InlineData("kong.response.exit(403, { message = [[no]] })")]
    [InlineData("local function f(a, ...) return a, ... end")]
    [InlineData("function a.b:c(...) return select('#', ...) end")]
    [InlineData("return function() return -#t ^ 2 .. 'x' end")]
    [InlineData("if a then b() elseif not c then d() else e() end")]
    [InlineData("for i = 1, 10, 2 do if i > 3 then break end end")]
    [InlineData("for k, v in pairs(t) do t[k] = v end")]
    [InlineData("while true do repeat local x = f 'a' until x end")]
    [InlineData("do ; end goto done ::done:: goto = 1")]
    [InlineData("(f or g)(1):h{2}.i = 'a\\n\\x41\\65\\z  b\\u{20AC}\\\nc'")]
    [InlineData("local été = 1")]
    public void Takes_code_that_compiles(string code)
    {
        Assert.Null(LuaSyntax.CheckChunk(code));
    }

    [Theory]
    [InlineData("return (", "unexpected symbol near '<eof>'")]
    [InlineData("not lua", "unexpected symbol near 'not'")]
    [InlineData("x =", "unexpected symbol near '<eof>'")]
    [InlineData("x", "'=' expected near '<eof>'")]
    [InlineData("(x) = 1", "syntax error near '='")]
    [InlineData("f() = 1", "unexpected symbol near '='")]
    [InlineData("if a then", "'end' expected near '<eof>'")]
    [InlineData("end", "'<eof>' expected near 'end'")]
    [InlineData("return 1 x()", "'<eof>' expected near 'x'")]
    [InlineData("break", "no loop to break near 'break'")]
    [InlineData("while a do local f = function() break end end", "no loop to break near 'break'")]
    [InlineData("local function f() return ... end", "cannot use '...' outside a vararg function near '...'")]
    [InlineData("x = 'a", "unfinished string near '<eof>'")]
    [InlineData("x = 'a\n'", "unfinished string near ''a'")]
    [InlineData("x = '\\q'", "invalid escape sequence near ''\\q'")]
    [InlineData("x = '\\256'", "invalid escape sequence near ''\\2'")]
    [InlineData("x = [[a", "unfinished long string near '<eof>'")]
    [InlineData("--[[a", "unfinished long comment near '<eof>'")]
    [InlineData("x = 3y", "malformed number near '3y'")]
    [InlineData("x = {1, 2", "'}' expected near '<eof>'")]
    [InlineData("x = a b", "'=' expected near '<eof>'")]
    [InlineData("x = a ! b", "unexpected symbol near '!'")]
    [InlineData("for i do end", "'=' or 'in' expected near 'do'")]
    [InlineData("a:b = 1", "function arguments expected near '='")]
    [InlineData("local 1 = 2", "'<name>' expected near '1'")]
    public void Says_what_is_wrong(string code, string error)
    {
        Assert.EndsWith($": {error}", LuaSyntax.CheckChunk(code), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.b\nx =", "[string \"a.b...\"]:2: '=' expected near 'x'")]
    [InlineData("--[[\n\n]] (", "[string \"--[[...\"]:3: unexpected symbol near '<eof>'")]
    public void Names_the_place(string code, string error)
    {
        Assert.Equal(error, LuaSyntax.CheckChunk(code));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("{")]
    [InlineData("f(")]
    [InlineData("a = function() ")]
    [InlineData("if a then ")]
    [InlineData("- ")]
    public void Survives_code_without_end(string piece)
    {
        Assert.NotNull(LuaSyntax.CheckChunk(string.Concat(Enumerable.Repeat(piece, 100_000))));
    }

    [Theory]
    [InlineData("headers['x'] or 'none'", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("return 1", false)]
    public void Checks_expressions(string code, bool compiles)
    {
        Assert.Equal(compiles, LuaSyntax.CheckExpression(code) is null);
    }
}
