namespace KongLite.Sdk.Routing.Expressions;

/// <summary>A part of an expression's text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">The place behind it.</param>
internal readonly record struct TextPart(int Start, int End);

/// <summary>An expression as written: terms, and whether <c>||</c> stands before each of them.</summary>
internal sealed record ChainSyntax(IReadOnlyList<(bool IsOr, TermSyntax Term)> Links);

/// <summary>A term as written.</summary>
internal abstract record TermSyntax;

/// <summary>An expression in parentheses.</summary>
internal sealed record GroupSyntax(bool IsNegated, ChainSyntax Inner) : TermSyntax;

/// <summary>A comparison as written.</summary>
internal sealed record PredicateSyntax(FieldSyntax Field, string Operator, LiteralSyntax Value) : TermSyntax;

/// <summary>A field with the functions around it, the innermost first.</summary>
internal sealed record FieldSyntax(string Name, IReadOnlyList<(string Name, TextPart Part)> Functions);

/// <summary>A value as written.</summary>
/// <param name="Kind">Which rule matched.</param>
/// <param name="Text">A text without quotes and escapes, otherwise as written.</param>
/// <param name="Part">Where it stands.</param>
internal sealed record LiteralSyntax(LiteralKind Kind, string Text, TextPart Part);

/// <summary>Kinds of values.</summary>
internal enum LiteralKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A decimal integer.</summary>
    Integer,

    /// <summary>An octal integer.</summary>
    Octal,

    /// <summary>A hexadecimal integer.</summary>
    Hexadecimal,

    /// <summary>An IPv4 address.</summary>
    Address4,

    /// <summary>An IPv6 address.</summary>
    Address6,

    /// <summary>An IPv4 block.</summary>
    Network4,

    /// <summary>An IPv6 block.</summary>
    Network6,
}
