using System.Globalization;

namespace KongLite.Plugins.Shared.Lua;

/// <summary>
/// Says whether Lua code compiles. KongLite runs no Lua, but Kong refuses code with errors when it is configured, and so do we. Labels of
/// <c>goto</c> are not resolved.
/// </summary>
internal sealed partial class LuaSyntax
{
    // LuaJIT: LJ_MAX_XLEVEL.
    private const int DeepestLevel = 200;
    private readonly LuaLexer _lexer;
    private int _level;
    private int _loops;
    private bool _isVariadic = true;

    private LuaSyntax(string code)
    {
        _lexer = new LuaLexer(code);
        _lexer.Next();
    }

    /// <summary>What is wrong with a piece of code, with its place, as Lua says it; null: nothing is.</summary>
    public static string? CheckChunk(string code) => Check(code, static syntax => syntax.Block());

    /// <summary>What is wrong with an expression; null: nothing is.</summary>
    public static string? CheckExpression(string code) => Check(code, static syntax => syntax.Expression());

    private static string? Check(string code, Action<LuaSyntax> read)
    {
        var syntax = new LuaSyntax(code);
        read(syntax);
        if (syntax._lexer.Kind != LuaTokenKind.End)
        {
            syntax.Fail("'<eof>' expected");
        }

        return syntax._lexer.Error is { } error
            ? string.Create(CultureInfo.InvariantCulture, $"[string \"{Excerpt(code)}\"]:{syntax._lexer.Line}: {error}")
            : null;
    }

    private static string Excerpt(string code)
    {
        const int Longest = 45;
        int end = code.AsSpan().IndexOfAny('\r', '\n');
        string line = end < 0 ? code : code[..end];
        return line.Length > Longest ? line[..Longest] + "..." : end < 0 ? line : line + "...";
    }

    private bool Is(string symbol) => _lexer.Kind == LuaTokenKind.Symbol && _lexer.Token == symbol;

    private bool Take(string symbol)
    {
        bool found = Is(symbol);
        if (found)
        {
            _lexer.Next();
        }

        return found;
    }

    private void Need(string symbol)
    {
        if (!Take(symbol))
        {
            Fail($"'{symbol}' expected");
        }
    }

    private void Fail(string message) => _lexer.Fail(message, _lexer.Token);

    private void Name()
    {
        if (_lexer.Kind == LuaTokenKind.Name)
        {
            _lexer.Next();
        }
        else
        {
            Fail("'<name>' expected");
        }
    }

    private void Names()
    {
        do
        {
            Name();
        }
        while (Take(","));
    }

    private bool Descend()
    {
        if (++_level <= DeepestLevel)
        {
            return true;
        }

        Fail("chunk has too many syntax levels");
        return false;
    }

    private void Block()
    {
        if (Descend())
        {
            while (!AtBlockEnd())
            {
                if (Take("return"))
                {
                    Return();
                    break;
                }

                Statement();
            }
        }

        _level--;
    }

    private bool AtBlockEnd() => _lexer.Kind == LuaTokenKind.End || Is("end") || Is("else") || Is("elseif") || Is("until");

    private void Return()
    {
        if (!AtBlockEnd() && !Is(";"))
        {
            Expressions();
        }

        Take(";");
    }

    private void Statement()
    {
        if (_lexer.Kind != LuaTokenKind.Symbol)
        {
            NameStatement();
            return;
        }

        switch (_lexer.Token)
        {
            case ";":
                _lexer.Next();
                break;
            case "if":
                If();
                break;
            case "while":
                _lexer.Next();
                Expression();
                Need("do");
                Loop("end");
                break;
            case "do":
                _lexer.Next();
                Block();
                Need("end");
                break;
            case "for":
                _lexer.Next();
                For();
                break;
            case "repeat":
                _lexer.Next();
                Loop("until");
                Expression();
                break;
            case "function":
                _lexer.Next();
                NamedFunction();
                break;
            case "local":
                _lexer.Next();
                Local();
                break;
            case "break" when _loops == 0:
                Fail("no loop to break");
                break;
            case "break":
                _lexer.Next();
                break;
            case "::":
                _lexer.Next();
                Name();
                Need("::");
                break;
            default:
                CallOrAssignment();
                break;
        }
    }

    // "goto" is a name like others unless another name follows.
    private void NameStatement()
    {
        if (_lexer is { Kind: LuaTokenKind.Name, Token: "goto" })
        {
            _lexer.Next();
            if (_lexer.Kind == LuaTokenKind.Name)
            {
                _lexer.Next();
                return;
            }

            AfterTarget(Suffixes(Target.Variable));
            return;
        }

        CallOrAssignment();
    }

    private void If()
    {
        do
        {
            _lexer.Next();
            Expression();
            Need("then");
            Block();
        }
        while (Is("elseif"));

        if (Take("else"))
        {
            Block();
        }

        Need("end");
    }

    private void Loop(string end)
    {
        _loops++;
        Block();
        _loops--;
        Need(end);
    }

    private void For()
    {
        Name();
        if (Take("="))
        {
            Expression();
            Need(",");
            Expression();
            if (Take(","))
            {
                Expression();
            }
        }
        else
        {
            if (Take(","))
            {
                Names();
            }

            if (!Take("in"))
            {
                Fail("'=' or 'in' expected");
            }

            Expressions();
        }

        Need("do");
        Loop("end");
    }

    private void NamedFunction()
    {
        Name();
        while (Take("."))
        {
            Name();
        }

        if (Take(":"))
        {
            Name();
        }

        FunctionBody();
    }

    private void Local()
    {
        if (Take("function"))
        {
            Name();
            FunctionBody();
            return;
        }

        Names();
        if (Take("="))
        {
            Expressions();
        }
    }

    private void FunctionBody()
    {
        (int loops, bool isVariadic) = (_loops, _isVariadic);
        (_loops, _isVariadic) = (0, false);
        Need("(");
        if (!Is(")"))
        {
            do
            {
                _isVariadic = Take("...");
                if (!_isVariadic)
                {
                    Name();
                }
            }
            while (!_isVariadic && Take(","));
        }

        Need(")");
        Block();
        Need("end");
        (_loops, _isVariadic) = (loops, isVariadic);
    }

    private void CallOrAssignment() => AfterTarget(Suffixed());

    private void AfterTarget(Target target)
    {
        if (target == Target.Call)
        {
            return;
        }

        while (target == Target.Variable && Take(","))
        {
            target = Suffixed();
        }

        if (target != Target.Variable)
        {
            Fail("syntax error");
            return;
        }

        Need("=");
        Expressions();
    }

    /// <summary>What an expression at the start of a statement turns out to be.</summary>
    private enum Target
    {
        /// <summary>Something that can be assigned to.</summary>
        Variable,

        /// <summary>A call, which is a statement by itself.</summary>
        Call,

        /// <summary>Neither.</summary>
        Value,
    }
}
