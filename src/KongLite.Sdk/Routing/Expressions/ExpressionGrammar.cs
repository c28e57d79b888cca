using Parlot;
using Parlot.Fluent;

namespace KongLite.Sdk.Routing.Expressions;

/// <summary>
/// The grammar of Kong's router expressions. Parlot's parsers try alternatives in order and go back, as pest's do, so that both fail at the same place.
/// </summary>
internal static class ExpressionGrammar
{
    private static readonly Parser<ChainSyntax> Matcher = CreateMatcher();

    /// <summary>Parses a text; null: it is none, and <paramref name="context"/> knows where.</summary>
    public static ChainSyntax? Parse(GrammarContext context)
    {
        var result = default(ParseResult<ChainSyntax>);
        return Matcher.Parse(context, ref result) && context.TooDeep < 0 ? result.Value : null;
    }

    private static Parser<ChainSyntax> CreateMatcher()
    {
        Deferred<ChainSyntax> expression = Deferred<ChainSyntax>();
        Parser<PredicateSyntax> predicate = Rule(
            GrammarRule.predicate,
            CreateField().And(Spaced(CreateOperator())).And(Spaced(CreateValue()))
                .Then(static parts => new PredicateSyntax(parts.Item1, parts.Item2, parts.Item3)));
        Parser<GroupSyntax> group = Rule(
            GrammarRule.parenthesised_expression,
            ZeroOrOne(Rule(GrammarRule.not_op, Literals.Text("!"))).AndSkip(Spaced(Literals.Char('(')))
                .And(Spaced(new NestedParser<ChainSyntax>(expression))).AndSkip(Spaced(Literals.Char(')')))
                .Then(static parts => new GroupSyntax(parts.Item1.Count > 0, parts.Item2)));
        Parser<TermSyntax> term = Rule(
            GrammarRule.term,
            OneOf(predicate.Then<TermSyntax>(static each => each), group.Then<TermSyntax>(static each => each)));
        Parser<bool> connective = OneOf(
            Rule(GrammarRule.and_op, Literals.Text("&&").Then(static _ => false)), Rule(GrammarRule.or_op, Literals.Text("||").Then(static _ => true)));
        expression.Parser = Rule(
            GrammarRule.expression,
            term.And(ZeroOrMany(Spaced(connective).And(Spaced(term))))
                .Then(static parts => new ChainSyntax([(false, parts.Item1), .. parts.Item2.Select(link => (link.Item1, link.Item2))])));
        return Spaced<ChainSyntax>(expression).AndSkip(Spaced(Rule(GrammarRule.EOI, new EndParser())));
    }

    private static Parser<FieldSyntax> CreateField()
    {
        Deferred<FieldSyntax> field = Deferred<FieldSyntax>();
        Parser<string> name = Rule(
            GrammarRule.ident,
            Capture(Literals.Pattern(char.IsAsciiLetter, maxSize: 1)
                .And(ZeroOrMany(Literals.Pattern(static each => char.IsAsciiLetterOrDigit(each) || each is '_' or '.'))))
                .Then(static text => text.ToString()));
        Parser<FieldSyntax> function = Rule(
            GrammarRule.transform_func,
            name.AndSkip(Spaced(Literals.Char('('))).And(Spaced(new NestedParser<FieldSyntax>(field))).AndSkip(Spaced(Literals.Char(')')))
                .Then(static (_, start, end, parts) =>
                    new FieldSyntax(parts.Item2.Name, [.. parts.Item2.Functions, (parts.Item1, new TextPart(start, end))])));
        field.Parser = Rule(GrammarRule.lhs, OneOf(function, name.Then(static text => new FieldSyntax(text, []))));
        return field;
    }

    private static Parser<string> CreateOperator() => Rule(
        GrammarRule.binary_operator,
        OneOf(
            Literals.Text("=="),
            Literals.Text("!="),
            Literals.Text("~"),
            Literals.Text("^="),
            Literals.Text("=^"),
            Literals.Text(">="),
            Literals.Text(">"),
            Literals.Text("<="),
            Literals.Text("<"),
            Literals.Text("in"),
            Literals.Text("not").And(Spaced(Literals.Text("in"))).Then(static _ => "not in"),
            Literals.Text("contains")));

    private static Parser<LiteralSyntax> CreateValue()
    {
        Parser<char> escape = Rule(
            GrammarRule.str_esc,
            Literals.Char('\\').SkipAnd(Literals.Pattern(static each => each is '"' or '\\' or 'n' or 'r' or 't', maxSize: 1))
                .Then(static text => text.Span[0] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other }));
        Parser<char> character = Rule(
            GrammarRule.str_char, Literals.Pattern(static each => each is not ('"' or '\\'), maxSize: 1).Then(static text => text.Span[0]));
        Parser<char> rawCharacter = Rule(
            GrammarRule.rawstr_char,
            Not(Literals.Text("\"#")).SkipAnd(Literals.Pattern(static _ => true, maxSize: 1)).Then(static text => text.Span[0]));
        Parser<string> text = Literals.Char('"').SkipAnd(ZeroOrMany(OneOf(escape, character))).AndSkip(Literals.Char('"'))
            .Then(static all => string.Concat(all));
        Parser<string> raw = Literals.Text("r#\"").SkipAnd(ZeroOrMany(rawCharacter)).AndSkip(Literals.Text("\"#"))
            .Then(static all => string.Concat(all));

        Parser<TextSpan> octet = Literals.Pattern(char.IsAsciiDigit, 1, 3);
        Parser<TextSpan> address4 = Capture(octet.And(Literals.Char('.')).And(octet).And(Literals.Char('.')).And(octet).And(Literals.Char('.')).And(octet));
        Parser<TextSpan> group = Literals.Pattern(char.IsAsciiHexDigit, 1, 4);
        Parser<TextSpan> colon = Literals.Pattern(static each => each == ':', maxSize: 1);
        Parser<TextSpan> address6 = Capture(OneOf(colon, group).And(colon).And(ZeroOrMany(OneOf(group, colon))));

        return Rule(
            GrammarRule.rhs,
            OneOf(
                Value(GrammarRule.str_literal, LiteralKind.Text, text),
                Value(GrammarRule.rawstr_literal, LiteralKind.Text, raw),
                Value(GrammarRule.ipv4_cidr_literal, LiteralKind.Network4, AsText(Capture(address4.And(Length(2))))),
                Value(GrammarRule.ipv6_cidr_literal, LiteralKind.Network6, AsText(Capture(address6.And(Length(3))))),
                Value(GrammarRule.ipv4_literal, LiteralKind.Address4, AsText(address4)),
                Value(GrammarRule.ipv6_literal, LiteralKind.Address6, AsText(address6)),
                Rule(GrammarRule.int_literal, CreateInteger())));
    }

    private static Parser<LiteralSyntax> CreateInteger()
    {
        Parser<LiteralSyntax> octal = Value(
            GrammarRule.oct_digits, LiteralKind.Octal, AsText(Capture(Literals.Char('0').And(Literals.Pattern(static each => each is >= '0' and <= '7')))));
        Parser<LiteralSyntax> hexadecimal =
            Literals.Text("0x").SkipAnd(Value(GrammarRule.hex_digits, LiteralKind.Hexadecimal, AsText(Literals.Pattern(char.IsAsciiHexDigit))));
        Parser<LiteralSyntax> number = Value(GrammarRule.dec_digits, LiteralKind.Integer, AsText(Literals.Pattern(char.IsAsciiDigit)));
        return ZeroOrOne(Literals.Text("-")).And(OneOf(octal, hexadecimal, number))
            .Then(static parts => parts.Item1.Count > 0 ? parts.Item2 with { Text = "-" + parts.Item2.Text } : parts.Item2);
    }

    private static Parser<LiteralSyntax> Value(GrammarRule rule, LiteralKind kind, Parser<string> inner) =>
        Rule(rule, inner.Then((_, start, end, text) => new LiteralSyntax(kind, text, new TextPart(start, end))));

    private static Parser<TextSpan> Length(int most) => Literals.Char('/').SkipAnd(Literals.Pattern(char.IsAsciiDigit, 1, most));

    private static Parser<string> AsText(Parser<TextSpan> inner) => inner.Then(static text => text.ToString()!);


    private static RuleParser<T> Rule<T>(GrammarRule rule, Parser<T> inner) => new(rule, inner);

    private static SpacedParser<T> Spaced<T>(Parser<T> inner) => new(inner);
}
