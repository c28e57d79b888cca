using System.Globalization;
using System.Net;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Routing.Expressions;

namespace KongLite.Gateway.Routing.Expressions;

/// <summary>Compiles expressions: everything that depends on the expression alone is decided here.</summary>
internal static class ExpressionCompiler
{
    /// <summary>The compiled expression of a route.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="protocols">The route's protocols.</param>
    /// <param name="needs">Which parts of requests it looks at that cost something to have.</param>
    /// <exception cref="ArgumentException">It is wrong; the schema lets none through.</exception>
    public static ExpressionNode Compile(string text, IReadOnlyList<Protocol> protocols, out RequestParts needs)
    {
        RouteExpression expression = RouteExpression.Parse(text, protocols, out string? error) ?? throw new ArgumentException(error, nameof(text));
        var predicates = new List<Predicate>();
        ExpressionFields.Collect(expression, predicates);
        needs = predicates.Aggregate(RequestParts.None, static (all, each) => all | NeedsOf(each.Field));
        return Node(expression);
    }

    private static RequestParts NeedsOf(string field) => field switch
    {
        "net.src.ip" or "net.src.port" or "net.dst.ip" => RequestParts.Addresses,
        _ when field.StartsWith(ExpressionFields.Queries, StringComparison.Ordinal) => RequestParts.Query,
        _ => RequestParts.None,
    };

    private static ExpressionNode Node(RouteExpression expression) => expression switch
    {
        AllOf all => new AllNode([.. all.Terms.Select(Node)]),
        AnyOf any => new AnyNode([.. any.Terms.Select(Node)]),
        NotExpression not => new NotNode(Node(not.Inner)),
        _ => Compare((Predicate)expression),
    };

    private static ExpressionNode Compare(Predicate predicate) => predicate.Field switch
    {
        "net.src.port" => new NumberNode(NumberField.ClientPort, predicate.Operator, (long)predicate.Value),
        "net.dst.port" => new NumberNode(NumberField.Port, predicate.Operator, (long)predicate.Value),
        "http.path.segments.len" => new NumberNode(NumberField.Segments, predicate.Operator, (long)predicate.Value),
        "net.src.ip" => Address(predicate, isClient: true),
        "net.dst.ip" => Address(predicate, isClient: false),
        _ => new TextNode(Field(predicate.Field), predicate.IsLower, predicate.IsAny, predicate.Operator, predicate.Value),
    };

    private static AddressNode Address(Predicate predicate, bool isClient) => predicate.Value is IPNetwork network
        ? new AddressNode(isClient, network, predicate.Operator == Comparison.NotIn)
        : new AddressNode(isClient, (IPAddress)predicate.Value, predicate.Operator == Comparison.NotEqual);

    private static TextField Field(string name) => name switch
    {
        "net.protocol" => new TextField(TextSource.Protocol),
        "tls.sni" => new TextField(TextSource.Sni),
        "http.method" => new TextField(TextSource.Method),
        "http.host" => new TextField(TextSource.Host),
        "http.path" => new TextField(TextSource.Path),
        _ when name.StartsWith(ExpressionFields.Segments, StringComparison.Ordinal) => Segment(name[ExpressionFields.Segments.Length..]),
        _ when name.StartsWith(ExpressionFields.Headers, StringComparison.Ordinal) => new TextField(TextSource.Header, name[ExpressionFields.Headers.Length..]),
        _ => new TextField(TextSource.Query, name[ExpressionFields.Queries.Length..]),
    };

    private static TextField Segment(string name)
    {
        int mark = name.IndexOf('_', StringComparison.Ordinal);
        int from = Index(mark < 0 ? name : name[..mark]);
        return new TextField(TextSource.Segment, First: from, Last: mark < 0 ? from : Index(name[(mark + 1)..]));
    }

    // No path is that long.
    private static int Index(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : int.MaxValue;
}
