namespace KongLite.Sdk.Routing;

/// <summary>Why a regular expression cannot be used.</summary>
/// <param name="Kind">Who refuses it in Kong.</param>
/// <param name="Message">The text to show; for <see cref="PatternErrorKind.Syntax"/> PCRE's.</param>
public sealed record PatternError(PatternErrorKind Kind, string Message)
{
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
    internal static PatternError Unsupported(string what) => new(PatternErrorKind.Unsupported, $"regex parse error: {what} not supported");
}

/// <summary>Who refuses a regular expression.</summary>
public enum PatternErrorKind
{
    /// <summary>It is none: the field's own check, which uses PCRE.</summary>
    Syntax,

    /// <summary>It is one, but has no linear-time matcher: the router.</summary>
    Unsupported,
}
