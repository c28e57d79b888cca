using KongLite.Sdk.Entities;

namespace KongLite.Sdk.Routing.Expressions;

/// <summary>An expression that is known to be well-formed and well-typed.</summary>
internal abstract record RouteExpression
{
    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="protocols">The route's protocols; the first one decides which fields there are.</param>
    /// <param name="error">What is wrong with it, in Kong's words; null: nothing.</param>
    public static RouteExpression? Parse(string text, IReadOnlyList<Protocol> protocols, out string? error)
    {
        text = ExpressionFields.Amend(text);
        var context = new GrammarContext(text);
        if (ExpressionGrammar.Parse(context) is not { } syntax)
        {
            error = context.TooDeep >= 0
                ? SyntaxReport.Write(text, new TextPart(context.TooDeep, context.TooDeep), "nested too deeply")
                : SyntaxReport.Expected(text, context.Furthest, context.Tried);
            return null;
        }

        RouteExpression? expression = new ExpressionBinder(text).Bind(syntax, out error);
        error ??= ExpressionFields.Check(expression!, isStream: protocols is [var first, ..] && !first.IsHttp());
        return error is null ? expression : null;
    }

    /// <summary>What is wrong with an expression; null: nothing.</summary>
    public static string? Check(string text, IReadOnlyList<Protocol> protocols)
    {
        Parse(text, protocols, out string? error);
        return error;
    }
}

/// <summary>All terms must hold.</summary>
internal sealed record AllOf(IReadOnlyList<RouteExpression> Terms) : RouteExpression;

/// <summary>One of the terms must hold.</summary>
internal sealed record AnyOf(IReadOnlyList<RouteExpression> Terms) : RouteExpression;

/// <summary>The inner expression must not hold.</summary>
internal sealed record NotExpression(RouteExpression Inner) : RouteExpression;

/// <summary>A field is compared with a value.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="IsLower">Whether the field's letters are made small first.</param>
/// <param name="IsAny">Whether one of several values suffices; otherwise all have to fit.</param>
/// <param name="Operator">How they are compared.</param>
/// <param name="Value">
/// A <see cref="string"/>, <see cref="PathPattern"/>, <see cref="long"/>, <see cref="System.Net.IPAddress"/> or <see cref="System.Net.IPNetwork"/>.
/// </param>
internal sealed record Predicate(string Field, bool IsLower, bool IsAny, Comparison Operator, object Value) : RouteExpression;

/// <summary>The operators.</summary>
internal enum Comparison
{
    /// <summary>==</summary>
    Equal,

    /// <summary>!=</summary>
    NotEqual,

    /// <summary>~</summary>
    Regex,

    /// <summary>^=</summary>
    Prefix,

    /// <summary>=^</summary>
    Suffix,

    /// <summary>&gt;</summary>
    Greater,

    /// <summary>&gt;=</summary>
    GreaterOrEqual,

    /// <summary>&lt;</summary>
    Less,

    /// <summary>&lt;=</summary>
    LessOrEqual,

    /// <summary>in</summary>
    In,

    /// <summary>not in</summary>
    NotIn,

    /// <summary>contains</summary>
    Contains,
}
