using System.Net;
using System.Text.RegularExpressions;
using CsCheck;

namespace KongLite.Tests.Gateway.Routing.Naive;

/// <summary>What expressions can say of a request: the values of its fields.</summary>
internal sealed record NaiveFacts(Dictionary<string, string[]> Texts, Dictionary<string, long> Numbers, Dictionary<string, IPAddress> Addresses);

/// <summary>An expression, as text and as what it means.</summary>
internal sealed record NaiveExpression(string Text, Predicate<NaiveFacts> IsMet)
{
    private static readonly Gen<string> Field = One(
        "http.method", "http.host", "http.path", "http.path", "net.protocol", "tls.sni", "http.path.segments.0", "http.path.segments.1",
        "http.path.segments.0_1", "http.path.segments.1_2", "http.headers.x_a", "http.headers.x_b_c", "http.queries.q", "http.queries.r");

    private static readonly Gen<string> Value = One(
        "GET", "POST", "a.t", "b.t", "/", "/a", "/a/b", "a", "b", "a/b", "b/C", "http", "https", "1", "2", "", "V\\\"1", "C", "x");

    private static readonly Gen<string> Pattern = One("^/a", "[ab]/", "\\d", "^https?$", "(?i)^v", "b$", "^$");

    private static readonly Gen<NaiveExpression> Predicate = Gen.Frequency((6, TextPredicate()), (2, NumberPredicate()), (2, AddressPredicate()));

    /// <summary>Any expression of up to three levels.</summary>
    public static Gen<NaiveExpression> Any { get; } = Level(Term(Level(Term(Level(Predicate)))));

    public override string ToString() => Text;

    private static Gen<NaiveExpression> Term(Gen<NaiveExpression> inner) => Gen.Frequency(
        (6, Predicate),
        (2, inner.Select(each => new NaiveExpression($"({each.Text})", each.IsMet))),
        (1, inner.Select(each => new NaiveExpression($"!({each.Text})", facts => !each.IsMet(facts)))));

    // "or" binds tighter: groups of alternatives, all of which have to be met.
    private static Gen<NaiveExpression> Level(Gen<NaiveExpression> term) => term.Array[1, 2].Array[1, 2].Select(groups => new NaiveExpression(
        string.Join(" && ", groups.Select(group => string.Join(" || ", group.Select(each => each.Text)))),
        facts => groups.All(group => group.Any(each => each.IsMet(facts)))));

    private static Gen<NaiveExpression> TextPredicate() =>
        from field in Field
        from isLower in Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true)))
        from isAny in Gen.Bool
        from compare in One("==", "!=", "^=", "=^", "contains", "~")
        from value in compare == "~" ? Pattern : Value
        from isRaw in Gen.Bool
        let plain = value.Replace("\\\"", "\"", StringComparison.Ordinal)
        let name = isLower ? $"lower({field})" : field
        let right = compare == "~" || isRaw ? $"r#\"{plain}\"#" : $"\"{value}\""
        select new NaiveExpression($"{(isAny ? $"any({name})" : name)} {compare} {right}", facts =>
        {
            if (!facts.Texts.TryGetValue(field, out string[]? texts))
            {
                return false;
            }

            IEnumerable<bool> fits = texts.Select(text => Fits(isLower ? text.ToLowerInvariant() : text, compare, plain));
            return isAny ? fits.Contains(true) : !fits.Contains(false);
        });

    private static bool Fits(string text, string compare, string value) => compare switch
    {
        "==" => text == value,
        "!=" => text != value,
        "^=" => text.StartsWith(value, StringComparison.Ordinal),
        "=^" => text.EndsWith(value, StringComparison.Ordinal),
        "contains" => text.Contains(value, StringComparison.Ordinal),
        _ => Regex.IsMatch(text, value, RegexOptions.CultureInvariant),
    };

    private static Gen<NaiveExpression> NumberPredicate() =>
        from field in One("net.src.port", "net.dst.port", "http.path.segments.len")
        from compare in One("==", "!=", ">", ">=", "<", "<=")
        from value in One(1L, 2, 3, 80, 8000, 5000)
        from form in One("D", "x", "o")
        let right = form switch { "x" => $"0x{value:x}", "o" => "0" + Convert.ToString(value, 8), _ => $"{value}" }
        select new NaiveExpression($"{field} {compare} {right}", facts => compare switch
        {
            "==" => facts.Numbers[field] == value,
            "!=" => facts.Numbers[field] != value,
            ">" => facts.Numbers[field] > value,
            ">=" => facts.Numbers[field] >= value,
            "<" => facts.Numbers[field] < value,
            _ => facts.Numbers[field] <= value,
        });

    private static Gen<NaiveExpression> AddressPredicate() =>
        from field in One("net.src.ip", "net.dst.ip")
        from isNegated in Gen.Bool
        from isBlock in Gen.Bool
        from value in isBlock ? One("10.0.0.0/8", "10.1.0.0/16", "fd00::/8", "0.0.0.0/0") : One("10.1.2.3", "10.9.9.9", "fd00::1")
        let compare = isBlock ? (isNegated ? "not in" : "in") : isNegated ? "!=" : "=="
        select new NaiveExpression(
            $"{field} {compare} {value}",
            facts => (isBlock ? IPNetwork.Parse(value).Contains(facts.Addresses[field]) : IPAddress.Parse(value).Equals(facts.Addresses[field])) != isNegated);

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
