namespace KongLite.Sdk.Routing;

/// <summary>Why a regular expression cannot be used.</summary>
/// <param name="Kind">Who refuses it in Kong.</param>
/// <param name="Message">The text to show; for <see cref="PatternErrorKind.Syntax"/> PCRE's.</param>
public sealed record PatternError(PatternErrorKind Kind, string Message)
{
    private TextSpot _spot;

    /// <summary>What Rust's <c>regex</c>, which Kong's router uses, says of the expression.</summary>
    /// <param name="pattern">The whole expression.</param>
    internal string Report(string pattern)
    {
        bool isMarked = _spot.Length > 0 && !pattern.Contains('\n', StringComparison.Ordinal);
        string marks = isMarked ? $"\n    {new string(' ', _spot.Start)}{new string('^', _spot.Length)}" : string.Empty;
        return $"regex parse error:\n    {pattern}{marks}\nerror: {_spot.Text ?? Message}";
    }

    /// <summary>The same error with the words that Rust has for it.</summary>
    /// <param name="text">Rust's phrase.</param>
    /// <param name="start">Where it points to.</param>
    /// <param name="length">How many characters it points to.</param>
    internal PatternError Also(string text, int start, int length) => new(Kind, Message) { _spot = new TextSpot(text, start, length) };

    /// <summary>An error in the form of PCRE's compiler.</summary>
    /// <param name="text">PCRE's phrase.</param>
    /// <param name="pattern">The whole expression.</param>
    /// <param name="offset">Where PCRE stopped; its end is not told.</param>
    internal static PatternError Syntax(string text, string pattern, int offset)
    {
        string place = offset < pattern.Length ? $" at \"{pattern[offset..]}\"" : string.Empty;
        return new PatternError(PatternErrorKind.Syntax, $"pcre2_compile() failed: {text} in \"{pattern}\"{place}");
    }

    /// <summary>An expression that PCRE takes and the router does not.</summary>
    internal static PatternError Unsupported(string what) => new(PatternErrorKind.Unsupported, $"{what} not supported");

    private readonly record struct TextSpot(string? Text, int Start, int Length);
}

/// <summary>Who refuses a regular expression.</summary>
public enum PatternErrorKind
{
    /// <summary>It is none: the field's own check, which uses PCRE.</summary>
    Syntax,

    /// <summary>It is one, but has no linear-time matcher: the router.</summary>
    Unsupported,
}
