using System.Diagnostics.CodeAnalysis;
using Parlot;
using Parlot.Fluent;

namespace KongLite.Sdk.Routing.Expressions;

/// <summary>The rules that messages name, in the order in which they name them. Their names are those of Kong's grammar.</summary>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "Messages show them.")]
internal enum GrammarRule
{
    EOI,
    ident,
    rhs,
    transform_func,
    lhs,
    int_literal,
    hex_digits,
    oct_digits,
    dec_digits,
    rawstr_literal,
    rawstr_char,
    str_literal,
    str_char,
    str_esc,
    ipv4_literal,
    ipv6_literal,
    ipv4_cidr_literal,
    ipv6_cidr_literal,
    binary_operator,
    and_op,
    or_op,
    not_op,
    predicate,
    parenthesised_expression,
    term,
    expression,
}

/// <summary>A parser that tells the context when it fails.</summary>
internal sealed class RuleParser<T>(GrammarRule rule, Parser<T> inner) : Parser<T>
{
    public override bool Parse(ParseContext context, ref ParseResult<T> result)
    {
        var grammar = (GrammarContext)context;
        TextPosition start = context.Scanner.Cursor.Position;
        int before = grammar.CountAt(start.Offset);
        if (inner.Parse(context, ref result))
        {
            return true;
        }

        context.Scanner.Cursor.ResetPosition(start);
        grammar.Fail(rule, start.Offset, before);
        return false;
    }
}

/// <summary>A parser that may stand behind blanks, tabs and line breaks.</summary>
internal sealed class SpacedParser<T>(Parser<T> inner) : Parser<T>
{
    public override bool Parse(ParseContext context, ref ParseResult<T> result)
    {
        Cursor cursor = context.Scanner.Cursor;
        TextPosition start = cursor.Position;
        while (cursor.Current is ' ' or '\t' or '\r' or '\n' && !cursor.Eof)
        {
            cursor.Advance();
        }

        if (inner.Parse(context, ref result))
        {
            return true;
        }

        cursor.ResetPosition(start);
        return false;
    }
}

/// <summary>A parser that nests itself, down to a bound.</summary>
internal sealed class NestedParser<T>(Parser<T> inner) : Parser<T>
{
    public override bool Parse(ParseContext context, ref ParseResult<T> result)
    {
        var grammar = (GrammarContext)context;
        if (!grammar.TryEnter())
        {
            return false;
        }

        bool success = inner.Parse(context, ref result);
        grammar.Leave();
        return success;
    }
}

/// <summary>The end of the text.</summary>
internal sealed class EndParser : Parser<char>
{
    public override bool Parse(ParseContext context, ref ParseResult<char> result)
    {
        Cursor cursor = context.Scanner.Cursor;
        result.Set(cursor.Offset, cursor.Offset, '\0');
        return cursor.Eof;
    }
}
