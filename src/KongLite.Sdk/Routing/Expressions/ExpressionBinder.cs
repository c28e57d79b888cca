using System.Globalization;
using System.Net;

namespace KongLite.Sdk.Routing.Expressions;

/// <summary>Makes an expression of its syntax, and finds values and functions that are none.</summary>
/// <param name="text">The text of the whole, for reports.</param>
internal sealed class ExpressionBinder(string text)
{
    private string? _error;

    /// <summary>The expression; null: <paramref name="error"/> tells the first thing that is wrong.</summary>
    public RouteExpression? Bind(ChainSyntax syntax, out string? error)
    {
        RouteExpression expression = Chain(syntax);
        error = _error;
        return error is null ? expression : null;
    }

    // || binds tighter than &&, other than everywhere else.
    private RouteExpression Chain(ChainSyntax syntax)
    {
        var all = new List<RouteExpression>();
        var any = new List<RouteExpression>();
        foreach ((bool isOr, TermSyntax term) in syntax.Links)
        {
            if (!isOr && any.Count > 0)
            {
                all.Add(any.Count == 1 ? any[0] : new AnyOf([.. any]));
                any.Clear();
            }

            any.Add(Term(term));
        }

        all.Add(any.Count == 1 ? any[0] : new AnyOf(any));
        return all.Count == 1 ? all[0] : new AllOf(all);
    }

    private RouteExpression Term(TermSyntax term) => term switch
    {
        GroupSyntax { IsNegated: true } group => new NotExpression(Chain(group.Inner)),
        GroupSyntax group => Chain(group.Inner),
        _ => Compare((PredicateSyntax)term),
    };

    private Predicate Compare(PredicateSyntax syntax)
    {
        (bool isLower, bool isAny) = (false, false);
        foreach ((string name, TextPart part) in syntax.Field.Functions)
        {
            isLower |= name == "lower";
            isAny |= name == "any";
            if (name is not ("lower" or "any"))
            {
                Blame(part, $"unknown transformation function: {name}");
            }
        }

        Comparison comparison = OperatorOf(syntax.Operator);
        object value = ValueOf(syntax.Value) ?? 0L;
        return new Predicate(syntax.Field.Name, isLower, isAny, comparison, comparison == Comparison.Regex ? PatternOf(syntax.Value, value) : value);
    }

    private object PatternOf(LiteralSyntax literal, object value)
    {
        if (value is not string pattern)
        {
            Blame(literal.Part, "regex operator can only be used with String operands");
            return value;
        }

        if (PathRegex.TryCompileUnanchored(pattern, out PatternError? error) is { } compiled)
        {
            return compiled;
        }

        Blame(literal.Part, error!.Report(pattern));
        return value;
    }

    private static Comparison OperatorOf(string text) => text switch
    {
        "==" => Comparison.Equal,
        "!=" => Comparison.NotEqual,
        "~" => Comparison.Regex,
        "^=" => Comparison.Prefix,
        "=^" => Comparison.Suffix,
        ">" => Comparison.Greater,
        ">=" => Comparison.GreaterOrEqual,
        "<" => Comparison.Less,
        "<=" => Comparison.LessOrEqual,
        "in" => Comparison.In,
        "not in" => Comparison.NotIn,
        _ => Comparison.Contains,
    };

    private object? ValueOf(LiteralSyntax literal) => literal.Kind switch
    {
        LiteralKind.Text => literal.Text,
        LiteralKind.Address4 or LiteralKind.Address6 => AddressOf(literal, literal.Text, string.Empty),
        LiteralKind.Network4 or LiteralKind.Network6 => NetworkOf(literal),
        _ => IntegerOf(literal),
    };

    private long? IntegerOf(LiteralSyntax literal)
    {
        bool isNegative = literal.Text.StartsWith('-');
        ReadOnlySpan<char> digits = literal.Text.AsSpan(isNegative ? 1 : 0).TrimStart('0');
        int radix = literal.Kind switch
        {
            LiteralKind.Octal => 8,
            LiteralKind.Hexadecimal => 16,
            _ => 10,
        };
        Int128 value = 0;
        foreach (char digit in digits)
        {
            value = (value * radix) + int.Parse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (value > long.MaxValue)
            {
                Blame(literal.Part, "number too large to fit in target type");
                return null;
            }
        }

        return (long)(isNegative ? -value : value);
    }

    private IPAddress? AddressOf(LiteralSyntax literal, string address, string lead)
    {
        bool isVersion4 = literal.Kind is LiteralKind.Address4 or LiteralKind.Network4;
        // 010.1.1.1 is an octal number to some; to Rust it is none.
        bool isWritten = !isVersion4 || address.Split('.').All(octet => octet.Length == 1 || octet[0] != '0');
        if (isWritten && IPAddress.TryParse(address, out IPAddress? parsed))
        {
            return parsed;
        }

        Blame(literal.Part, $"{lead}invalid {(isVersion4 ? "IPv4" : "IPv6")} address syntax");
        return null;
    }

    private IPNetwork? NetworkOf(LiteralSyntax literal)
    {
        int slash = literal.Text.IndexOf('/', StringComparison.Ordinal);
        if (AddressOf(literal, literal.Text[..slash], "couldn't parse address in network: ") is not { } address)
        {
            return null;
        }

        (string family, int most) = literal.Kind == LiteralKind.Network4 ? ("Ipv4", 32) : ("Ipv6", 128);
        int length = int.Parse(literal.Text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        if (length > most)
        {
            string problem = length > byte.MaxValue
                ? "couldn't parse length in network: number too large to fit in target type"
                : string.Create(
                    CultureInfo.InvariantCulture, $"invalid length for network: Network length {length} is too long for {family} (maximum: {most})");
            Blame(literal.Part, problem);
            return null;
        }

        var network = new IPNetwork(address, length);
        if (network.BaseAddress.Equals(address))
        {
            return network;
        }

        Blame(literal.Part, "host part of address was not zero");
        return null;
    }

    private void Blame(TextPart part, string message) => _error ??= SyntaxReport.Write(text, part, message);
}
