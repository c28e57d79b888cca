using System.Net;
using System.Text.RegularExpressions;

namespace KongLite.Sdk.Routing.Expressions;

/// <summary>The fields of Kong's router and what may be asked of them.</summary>
internal static partial class ExpressionFields
{
    /// <summary>Where the names of path segments begin.</summary>
    public const string Segments = "http.path.segments.";

    /// <summary>Where the names of headers begin.</summary>
    public const string Headers = "http.headers.";

    /// <summary>Where the names of query arguments begin.</summary>
    public const string Queries = "http.queries.";

    /// <summary>The old name <c>net.port</c> replaced by its new one, as Kong does it: wherever a comparison with a sign follows.</summary>
    public static string Amend(string text) => text.Contains("net.port", StringComparison.Ordinal) ? OldPort().Replace(text, "net.dst.port$1") : text;

    /// <summary>What Kong says of an expression whose syntax is right; null: nothing.</summary>
    public static string? Check(RouteExpression expression, bool isStream)
    {
        var predicates = new List<Predicate>();
        Collect(expression, predicates);
        string? error = predicates.Select(each => CheckTypes(each, isStream)).FirstOrDefault(each => each is not null);
        return error ?? (predicates.Any(each => each.Field.StartsWith(Segments, StringComparison.Ordinal) && !IsSegment(each.Field[Segments.Length..]))
            ? "illformed http.path.segments.* field" : null);
    }

    /// <summary>The comparisons of an expression, from left to right.</summary>
    public static void Collect(RouteExpression expression, List<Predicate> found)
    {
        switch (expression)
        {
            case Predicate predicate:
                found.Add(predicate);
                break;
            case NotExpression not:
                Collect(not.Inner, found);
                break;
            case AllOf all:
                CollectAll(all.Terms, found);
                break;
            case AnyOf any:
                CollectAll(any.Terms, found);
                break;
        }
    }

    private static void CollectAll(IReadOnlyList<RouteExpression> terms, List<Predicate> found)
    {
        foreach (RouteExpression term in terms)
        {
            Collect(term, found);
        }
    }

    private static string? CheckTypes(Predicate predicate, bool isStream)
    {
        if (TypeOf(predicate.Field, isStream) is not { } type)
        {
            return "Unknown LHS field";
        }

        bool isRange = predicate.Operator is Comparison.In or Comparison.NotIn;
        if (predicate.Operator != Comparison.Regex && !isRange && predicate.Value.GetType() != type)
        {
            return "Type mismatch between the LHS and RHS values of predicate";
        }

        if (predicate.IsLower && type != typeof(string))
        {
            return "lower-case transformation function only supported with String type fields";
        }

        return predicate.Operator switch
        {
            Comparison.Regex when type != typeof(string) => "Regex operators only supports string operands",
            Comparison.Prefix or Comparison.Suffix when predicate.Value is not string => "Regex/Prefix/Postfix operators only supports string operands",
            Comparison.Greater or Comparison.GreaterOrEqual or Comparison.Less or Comparison.LessOrEqual when predicate.Value is not long =>
                "Greater/GreaterOrEqual/Lesser/LesserOrEqual operators only supports integer operands",
            Comparison.In or Comparison.NotIn when type != typeof(IPAddress) || predicate.Value is not IPNetwork =>
                "In/NotIn operators only supports IP in CIDR",
            Comparison.Contains when predicate.Value is not string => "Contains operator only supports string operands",
            _ => null,
        };
    }

    private static Type? TypeOf(string field, bool isStream)
    {
        switch (field)
        {
            case "net.protocol" or "tls.sni":
                return typeof(string);
            case "net.src.port" or "net.dst.port":
                return typeof(long);
            case "net.src.ip" or "net.dst.ip":
                return typeof(IPAddress);
            case "http.path.segments.len" when !isStream:
                return typeof(long);
            case "http.method" or "http.host" or "http.path" when !isStream:
                return typeof(string);
        }

        // What stands behind the last dot is the name within the family.
        return !isStream && field[..(field.LastIndexOf('.') + 1)] is Segments or Headers or Queries ? typeof(string) : null;
    }

    private static bool IsSegment(string name) =>
        name == "len" || (Segment().Match(name) is { Success: true } match
            && (!match.Groups[2].Success || Compare(match.Groups[1].Value, match.Groups[2].Value) < 0));

    // However many digits there are.
    private static int Compare(string left, string right) =>
        left.Length == right.Length ? string.CompareOrdinal(left, right) : left.Length.CompareTo(right.Length);

    [GeneratedRegex(@"net\.port(\s*[=><!])")]
    private static partial Regex OldPort();

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)(?:_([1-9][0-9]*))?\z")]
    private static partial Regex Segment();
}
