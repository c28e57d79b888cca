using System.Text.Json.Nodes;
using KongLite.Plugins.Shared.Lua;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;

namespace KongLite.Plugins.Shared.Logging;

/// <summary>Reads Lua code that does nothing but return a constant: <c>return "eu-1"</c>.</summary>
internal static class LuaConstant
{
    /// <summary>Reads the constant.</summary>
    /// <param name="code">The code.</param>
    /// <param name="value">The constant; null: <c>nil</c>, or nothing is returned.</param>
    /// <returns>False: the code does more.</returns>
    public static bool TryRead(string code, out JsonNode? value)
    {
        value = null;
        var lexer = new LuaLexer(HeaderText.Bytes(code));
        lexer.Next();
        if (lexer.Token != "return")
        {
            return lexer.Kind == LuaTokenKind.End && lexer.Error is null;
        }

        lexer.Next();
        return TryValue(lexer, out value) && IsEnd(lexer);
    }

    private static bool TryValue(LuaLexer lexer, out JsonNode? value)
    {
        value = null;
        bool isNegative = lexer is { Kind: LuaTokenKind.Symbol, Token: "-" };
        if (isNegative)
        {
            lexer.Next();
        }

        switch (lexer.Kind)
        {
            case LuaTokenKind.Number when LuaNumber.TryParse(lexer.Token, out double number) && double.IsFinite(number):
                value = Number(isNegative ? -number : number);
                break;
            case LuaTokenKind.Text when !isNegative:
                value = Utf8(LuaText.Decode(lexer.Token));
                break;
            case LuaTokenKind.End:
                return !isNegative;
            default:
                if (isNegative || lexer.Token is not ("true" or "false" or "nil" or ";"))
                {
                    return false;
                }

                if (lexer.Token == ";")
                {
                    return true;
                }

                value = lexer.Token == "nil" ? null : lexer.Token == "true";
                break;
        }

        lexer.Next();
        return true;
    }

    private static bool IsEnd(LuaLexer lexer)
    {
        if (lexer is { Kind: LuaTokenKind.Symbol, Token: ";" })
        {
            lexer.Next();
        }

        return lexer.Kind == LuaTokenKind.End && lexer.Error is null;
    }

    private static JsonNode Number(double number) => number == Math.Floor(number) && Math.Abs(number) < 1e15 ? (long)number : number;

    // Lua's strings are bytes; the lexer has one character for each.
    private static string Utf8(string bytes) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(bytes));
}
