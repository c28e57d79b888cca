namespace KongLite.Plugins.Shared.Lua;

internal sealed partial class LuaSyntax
{
    private static readonly HashSet<string> Binary = ["or", "and", "<", ">", "<=", ">=", "~=", "==", "..", "+", "-", "*", "/", "%", "^"];

    private void Expressions()
    {
        do
        {
            Expression();
        }
        while (Take(","));
    }

    // Precedence decides what code means, not whether it compiles.
    private void Expression()
    {
        if (Descend())
        {
            do
            {
                while (Take("not") || Take("-") || Take("#"))
                {
                }

                Operand();
            }
            while (_lexer.Kind == LuaTokenKind.Symbol && Binary.Contains(_lexer.Token) && Take(_lexer.Token));
        }

        _level--;
    }

    private void Operand()
    {
        if (_lexer.Kind is LuaTokenKind.Number or LuaTokenKind.Text)
        {
            _lexer.Next();
        }
        else if (Is("..."))
        {
            if (_isVariadic)
            {
                _lexer.Next();
            }
            else
            {
                Fail("cannot use '...' outside a vararg function");
            }
        }
        else if (Is("{"))
        {
            Table();
        }
        else if (Take("function"))
        {
            FunctionBody();
        }
        else if (!Take("nil") && !Take("true") && !Take("false"))
        {
            Suffixed();
        }
    }

    private void Table()
    {
        Need("{");
        while (!Is("}") && _lexer.Kind != LuaTokenKind.End)
        {
            TableField();
            if (!Take(",") && !Take(";"))
            {
                break;
            }
        }

        Need("}");
    }

    // A name may be a key or begin a value; what follows the expression tells.
    private void TableField()
    {
        if (Take("["))
        {
            Expression();
            Need("]");
            Need("=");
            Expression();
            return;
        }

        bool mayBeKey = _lexer.Kind == LuaTokenKind.Name;
        int index = _lexer.Index;
        Expression();
        if (mayBeKey && Is("=") && _lexer.Index == index + 1)
        {
            _lexer.Next();
            Expression();
        }
    }

    private Target Suffixed()
    {
        if (_lexer.Kind == LuaTokenKind.Name)
        {
            _lexer.Next();
            return Suffixes(Target.Variable);
        }

        if (!Take("("))
        {
            Fail("unexpected symbol");
            return Target.Value;
        }

        Expression();
        Need(")");
        return Suffixes(Target.Value);
    }

    private Target Suffixes(Target target)
    {
        while (true)
        {
            if (Take("."))
            {
                Name();
                target = Target.Variable;
            }
            else if (Take("["))
            {
                Expression();
                Need("]");
                target = Target.Variable;
            }
            else if (Take(":"))
            {
                Name();
                Arguments();
                target = Target.Call;
            }
            else if (_lexer.Kind == LuaTokenKind.Text || Is("(") || Is("{"))
            {
                Arguments();
                target = Target.Call;
            }
            else
            {
                return target;
            }
        }
    }

    private void Arguments()
    {
        if (_lexer.Kind == LuaTokenKind.Text)
        {
            _lexer.Next();
        }
        else if (Is("{"))
        {
            Table();
        }
        else if (Take("("))
        {
            if (!Is(")"))
            {
                Expressions();
            }

            Need(")");
        }
        else
        {
            Fail("function arguments expected");
        }
    }
}
