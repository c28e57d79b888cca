using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace KongLite.Sdk.Routing;

/// <summary>
/// Regular expressions of route paths and headers: linear in the text, as those of Kong's default router. Written for PCRE and Rust's <c>regex</c>, run
/// by .NET. Building one is dear, so equal patterns share it for as long as somebody uses it.
/// </summary>
public static class PathRegex
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const int FewestSwept = 4096;
    private static readonly TimeSpan PcreTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly ConcurrentDictionary<string, WeakReference<PathPattern>> Compiled = new(StringComparer.Ordinal);
    private static int _sweepAt = FewestSwept;

    /// <summary>
    /// The expression for a path: <c>^</c> put before it, and nothing around it, so that only the first of several alternatives is bound to the start.
    /// </summary>
    /// <exception cref="ArgumentException">The pattern is wrong or not supported; <see cref="Check"/> tells without an exception.</exception>
    public static PathPattern Compile(string pattern) =>
        Get(pattern, "^", out PatternError? error) ?? throw new ArgumentException(error!.Message, nameof(pattern));

    /// <summary>The expression for a header value, anchored nowhere.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Compile"/>.</exception>
    public static PathPattern CompileUnanchored(string pattern) =>
        Get(pattern, string.Empty, out PatternError? error) ?? throw new ArgumentException(error!.Message, nameof(pattern));

    /// <summary>The expression for any text, anchored nowhere; null: <paramref name="error"/> says what is wrong with the pattern.</summary>
    internal static PathPattern? TryCompileUnanchored(string pattern, out PatternError? error) => Get(pattern, string.Empty, out error);

    /// <summary>
    /// The expression for a path in PCRE's dialect, which has look-around and back-references; all its alternatives are bound to the start. Those that
    /// need the former may take long, and are given up with a <see cref="RegexMatchTimeoutException"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The pattern is wrong, or asks for what .NET lacks, such as recursion.</exception>
    public static PathPattern CompilePcre(string pattern)
    {
        // A group would put a comment's end off.
        bool isGrouped = pattern.Contains('|', StringComparison.Ordinal) && !pattern.Contains('#', StringComparison.Ordinal);
        (string start, string end) = isGrouped ? ("^(?:", ")") : ("^", "");
        if (Get(pattern, start, out PatternError? error, end) is { } linear)
        {
            return linear;
        }

        if (error!.Kind == PatternErrorKind.Syntax)
        {
            throw new ArgumentException(error.Message, nameof(pattern));
        }

        var translator = new PatternTranslator(pattern);
        translator.Translate();
        return new PathPattern(new Regex(start + translator.Translation + end, RegexOptions.CultureInvariant, PcreTimeout), string.Empty);
    }

    /// <summary>What is wrong with a pattern; null: nothing.</summary>
    public static PatternError? Check(string pattern)
    {
        _ = Get(pattern, "^", out PatternError? error);
        return error;
    }

    private static PathPattern? Get(string pattern, string anchor, out PatternError? error, string end = "")
    {
        error = null;
        string key = anchor + pattern + end;
        if (Compiled.TryGetValue(key, out WeakReference<PathPattern>? kept) && kept.TryGetTarget(out PathPattern? known))
        {
            return known;
        }

        if (!TryBuild(pattern, anchor, end, out PathPattern? built, out error))
        {
            return null;
        }

        Compiled[key] = new WeakReference<PathPattern>(built);
        Sweep();
        return built;
    }

    private static bool TryBuild(string pattern, string anchor, string end, [NotNullWhen(true)] out PathPattern? built, out PatternError? error)
    {
        built = null;
        var translator = new PatternTranslator(pattern);
        error = translator.Translate();
        if (error is not null)
        {
            return false;
        }

        try
        {
            var regex = new Regex(anchor + translator.Translation + end, Options);
            built = new PathPattern(regex, anchor.Length == 0 ? string.Empty : translator.LiteralPrefix);
            return true;
        }
        catch (NotSupportedException)
        {
            error = PatternError.Unsupported("back-references, conditions and expressions of this size are");
        }
        catch (RegexParseException parse)
        {
            error = Explain(parse.Error, pattern);
        }

        return false;
    }

    // What the translator lets through and .NET refuses. The position is not told: .NET's is one in the translation.
    private static PatternError Explain(RegexParseError error, string pattern)
    {
        string? text = error switch
        {
            RegexParseError.UnrecognizedEscape => "unrecognized character follows \\",
            RegexParseError.MalformedUnicodePropertyEscape => "malformed \\P or \\p sequence",
            RegexParseError.MissingControlCharacter => "\\c at end of pattern",
            RegexParseError.UnrecognizedControlCharacter => "\\c must be followed by a printable ASCII character",
            RegexParseError.QuantifierOrCaptureGroupOutOfRange => "number too big in {} quantifier",
            RegexParseError.UndefinedNamedReference or RegexParseError.UndefinedNumberedReference => "reference to non-existent subpattern",
            RegexParseError.ShorthandClassInCharacterRange => "invalid range in character class",
            RegexParseError.ReversedCharacterRange => "range out of order in character class",
            RegexParseError.UnterminatedBracket => "missing terminating ] for character class",
            RegexParseError.InsufficientClosingParentheses => "missing closing parenthesis",
            RegexParseError.InsufficientOpeningParentheses => "unmatched closing parenthesis",
            RegexParseError.InvalidGroupingConstruct => "unrecognized character after (? or (?-",
            RegexParseError.NestedQuantifiersNotParenthesized or RegexParseError.QuantifierAfterNothing =>
                "quantifier does not follow a repeatable item",
            _ => null,
        };
        return text is null ? PatternError.Unsupported("this syntax is") : PatternError.Syntax(text, pattern, pattern.Length);
    }

    private static void Sweep()
    {
        if (Compiled.Count < Volatile.Read(ref _sweepAt))
        {
            return;
        }

        foreach ((string key, WeakReference<PathPattern> kept) in Compiled)
        {
            if (!kept.TryGetTarget(out _))
            {
                Compiled.TryRemove(KeyValuePair.Create(key, kept));
            }
        }

        Volatile.Write(ref _sweepAt, Math.Max(FewestSwept, Compiled.Count * 2));
    }
}
