using KongLite.Plugins.Shared.Lua;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;

namespace KongLite.Plugins.RequestTransformer.Templates;

/// <summary>
/// Compiles the part of Lua that templates may use: the names <c>headers</c>, <c>query_params</c>, <c>uri_captures</c>, <c>shared</c> and <c>type</c>,
/// literals, indexing, parentheses, <c>or</c>, <c>and</c>, <c>not</c>, <c>==</c>, <c>~=</c> and <c>..</c>.
/// </summary>
internal sealed class ExpressionParser
{
    // Evaluating an expression takes a call for each operator, one within the other.
    private const int MostTokens = 1000;
    private readonly string _code;
    private readonly LuaLexer _lexer;

    private ExpressionParser(string code)
    {
        _code = code;
        _lexer = new LuaLexer(HeaderText.Bytes(code));
        _lexer.Next();
    }

    /// <summary>Compiles an expression.</summary>
    /// <exception cref="TemplateException">It is none, or uses other parts of Lua.</exception>
    public static Expression Parse(string code)
    {
        if (LuaSyntax.CheckExpression(code) is { } error)
        {
            throw new TemplateException(error);
        }

        var parser = new ExpressionParser(code);
        Expression expression = parser.Or();
        return parser._lexer.Kind == LuaTokenKind.End ? expression : throw parser.Unsupported();
    }

    private Expression Or()
    {
        Expression left = And();
        while (Take("or"))
        {
            (Expression first, Expression second) = (left, And());
            left = scope => first(scope) is { } value and not false ? value : second(scope);
        }

        return left;
    }

    private Expression And()
    {
        Expression left = Comparison();
        while (Take("and"))
        {
            (Expression first, Expression second) = (left, Comparison());
            left = scope => first(scope) is var value && LuaValue.IsTrue(value) ? second(scope) : value;
        }

        return left;
    }

    private Expression Comparison()
    {
        Expression left = Concatenation();
        while (Is("==") || Is("~="))
        {
            bool expected = Take("==") || !Take("~=");
            (Expression first, Expression second) = (left, Concatenation());
            left = scope => Equals(first(scope), second(scope)) == expected;
        }

        return left;
    }

    private Expression Concatenation()
    {
        Expression left = Unary();
        while (Take(".."))
        {
            (Expression first, Expression second) = (left, Unary());
            left = scope => LuaValue.Concatenate(first(scope), second(scope));
        }

        return left;
    }

    private Expression Unary()
    {
        bool negates = false;
        bool isTruth = false;
        while (Take("not"))
        {
            (negates, isTruth) = (!negates, true);
        }

        Expression operand = Suffixed();
        bool expected = !negates;
        return isTruth ? scope => LuaValue.IsTrue(operand(scope)) == expected : operand;
    }

    private Expression Suffixed()
    {
        Expression value = Primary(out bool mayBeIndexed);
        while (mayBeIndexed && (Is(".") || Is("[")))
        {
            Expression target = value;
            Expression key = Key();
            value = scope => LuaValue.Index(target(scope), key(scope), scope);
        }

        return value;
    }

    private Expression Key()
    {
        if (Take("."))
        {
            string name = _lexer.Token;
            Next();
            return _ => name;
        }

        Take("[");
        Expression key = Or();
        Need("]");
        return key;
    }

    private Expression Primary(out bool mayBeIndexed)
    {
        mayBeIndexed = false;
        switch (_lexer.Kind)
        {
            case LuaTokenKind.Text:
                string text = LuaText.Decode(_lexer.Token);
                Next();
                return _ => text;
            case LuaTokenKind.Number when LuaNumber.TryParse(_lexer.Token, out double number):
                object boxed = number;
                Next();
                return _ => boxed;
            case LuaTokenKind.Name:
                mayBeIndexed = true;
                return Name();
            default:
                return Symbol(out mayBeIndexed);
        }
    }

    private Expression Symbol(out bool mayBeIndexed)
    {
        mayBeIndexed = Take("(");
        if (mayBeIndexed)
        {
            Expression inner = Or();
            Need(")");
            return inner;
        }

        return Take("nil") ? static _ => null
            : Take("true") ? static _ => true
            : Take("false") ? static _ => false
            : throw Unsupported();
    }

    private Expression Name()
    {
        object? table = _lexer.Token switch
        {
            "headers" => TemplateTable.Headers,
            "query_params" => TemplateTable.QueryParams,
            "uri_captures" => TemplateTable.UriCaptures,
            "shared" => TemplateTable.Shared,
            "type" => null,
            _ => throw Unsupported(),
        };
        Next();
        if (table is not null)
        {
            return _ => table;
        }

        Need("(");
        Expression argument = Or();
        Need(")");
        return scope => LuaValue.TypeOf(argument(scope));
    }

    private void Next()
    {
        _lexer.Next();
        if (_lexer.Index > MostTokens)
        {
            throw new TemplateException("an expression is too long");
        }
    }

    private bool Is(string symbol) => _lexer.Kind == LuaTokenKind.Symbol && _lexer.Token == symbol;

    private bool Take(string symbol)
    {
        bool found = Is(symbol);
        if (found)
        {
            Next();
        }

        return found;
    }

    private void Need(string symbol)
    {
        if (!Take(symbol))
        {
            throw Unsupported();
        }
    }

    private TemplateException Unsupported() => new($"the expression '{_code}' uses '{_lexer.Token}', which KongLite's templates do not have");
}
