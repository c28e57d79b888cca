using System.Globalization;
using System.Text;

namespace KongLite.Sdk.Routing;

/// <summary>
/// Rewrites a regular expression that is valid for both PCRE and Rust's <c>regex</c> to one that means the same to .NET, and finds what either refuses.
/// </summary>
/// <remarks>
/// Kong checks route paths with PCRE and matches them with Rust: where the two read a pattern differently, Rust's reading counts here too.
/// </remarks>
internal sealed partial class PatternTranslator(string pattern)
{
    private const int MostRepeats = 65535;

    // Valid to PCRE only: Rust knows neither back-references nor these shorthands.
    private const string ForeignEscapes = "0123456789CEGHKNQRVXZeghko";

    private readonly StringBuilder _output = new(pattern.Length + 16);
    private readonly StringBuilder _literal = new();
    private readonly Stack<(int Output, int Input)> _open = [];
    private readonly HashSet<string> _names = [];
    private readonly bool _hasNames = pattern.Contains("(?<", StringComparison.Ordinal) || pattern.Contains("(?P<", StringComparison.Ordinal);
    private PatternError? _unsupported;
    private int _at;
    private int _atom = -1;
    private int _groups;
    private bool _isLiteral = true;
    private bool _isMultiline;

    /// <summary>The expression for .NET, after <see cref="Translate"/> returned null.</summary>
    public string Translation => _output.ToString();

    /// <summary>What every match begins with when the whole is bound to the start; empty when nothing is known.</summary>
    public string LiteralPrefix => _literal.ToString();

    /// <summary>Does it. Null: all is well.</summary>
    public PatternError? Translate()
    {
        while (_at < pattern.Length)
        {
            if (Next() is { } error)
            {
                return error;
            }
        }

        return _open.Count > 0 ? Syntax("missing closing parenthesis", _at).Also("unclosed group", _open.Peek().Input, 1) : _unsupported;
    }

    private PatternError? Next()
    {
        char each = pattern[_at];
        switch (each)
        {
            case '\\':
                return Escape();
            case '[':
                BeginAtom(isLiteral: false);
                return Class();
            case '(':
                _isLiteral = false;
                return Open();
            case ')' when _open.Count == 0:
                return Syntax("unmatched closing parenthesis", _at).Also("unopened group", _at, 1);
            case ')':
                _atom = _open.Pop().Output;
                return Copy(1);
            case '|':
                Alternate();
                return null;
            case '*' or '+' or '?':
                return Quantify(1);
            case '{' when QuantifierLength() is > 0 and var length:
                return CheckBounds(length) ?? Quantify(length);
            case '$':
                BeginAtom(isLiteral: false);
                // Without the multi-line flag .NET's also matches before a final line feed, and an escaped one may stand in a path.
                _output.Append(_isMultiline ? "$" : "\\z");
                _at++;
                return null;
            case '.' or '^':
                BeginAtom(isLiteral: false);
                return Copy(1);
            default:
                return Literal(each);
        }
    }

    private PatternError? Literal(char each)
    {
        BeginAtom(isLiteral: true);
        bool isPair = char.IsHighSurrogate(each) && _at + 1 < pattern.Length && char.IsLowSurrogate(pattern[_at + 1]);
        if (!isPair)
        {
            AddLiteral(each);
            return Copy(1);
        }

        // A quantifier behind it is meant for the whole character.
        _isLiteral = false;
        _output.Append("(?:").Append(pattern, _at, 2).Append(')');
        _at += 2;
        return null;
    }

    private PatternError? Escape()
    {
        if (_at + 1 == pattern.Length)
        {
            return Syntax("\\ at end of pattern", _at + 1);
        }

        char escaped = pattern[_at + 1];
        bool isLiteral = escaped < 128 && !char.IsAsciiLetterOrDigit(escaped);
        BeginAtom(isLiteral);
        if (isLiteral)
        {
            AddLiteral(escaped);
        }

        return CopyEscape();
    }

    // Inside and outside of classes.
    private PatternError? CopyEscape()
    {
        char escaped = pattern[_at + 1];
        if (ForeignEscapes.Contains(escaped, StringComparison.Ordinal))
        {
            Refuse($"\\{escaped} is", char.IsAsciiDigit(escaped) ? "backreferences are not supported" : "unrecognized escape sequence", 2);
            return Copy(2);
        }

        if (escaped == '_')
        {
            // A word character has no escaped form in .NET.
            _output.Append('_');
            _at += 2;
            return null;
        }

        if (escaped is 'p' or 'P' && _at + 2 < pattern.Length && pattern[_at + 2] != '{')
        {
            _output.Append('\\').Append(escaped).Append('{').Append(pattern[_at + 2]).Append('}');
            _at += 3;
            return null;
        }

        if (escaped == 'x' && _at + 2 < pattern.Length && pattern[_at + 2] == '{')
        {
            return CodePoint();
        }

        return Copy(2);
    }

    private PatternError? CodePoint()
    {
        int end = pattern.IndexOf('}', _at);
        ReadOnlySpan<char> digits = end < 0 ? [] : pattern.AsSpan((_at + 3)..end);
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value))
        {
            return Syntax("non-hex character in \\x{} (closing brace missing?)", pattern.Length);
        }

        if (value > char.MaxValue || char.IsSurrogate((char)value))
        {
            Refuse("a character beyond the basic plane by its number is");
        }

        _output.Append("\\u").Append((value & char.MaxValue).ToString("X4", CultureInfo.InvariantCulture));
        _at = end + 1;
        return null;
    }

    private void Alternate()
    {
        if (_open.Count == 0)
        {
            _literal.Clear();
        }

        _isLiteral = false;
        _atom = -1;
        Copy(1);
    }

    private PatternError? Quantify(int length)
    {
        if (_atom < 0)
        {
            return Syntax("quantifier does not follow a repeatable item", _at).Also("repetition operator missing expression", _at, 1);
        }

        if (_isLiteral && _literal.Length > 0)
        {
            _literal.Length--;
        }

        _isLiteral = false;
        Copy(length);
        if (_at < pattern.Length && pattern[_at] == '?')
        {
            Copy(1);
        }
        else if (_at < pattern.Length && pattern[_at] == '+')
        {
            // Possessive to PCRE; to Rust a repetition of the repetition.
            _output.Insert(_atom, "(?:").Append(")+");
            _at++;
        }

        _atom = -1;
        return null;
    }

    // {n}, {n,} and {n,m}; anything else in braces is text.
    private int QuantifierLength()
    {
        int end = _at + 1;
        int comma = -1;
        while (end < pattern.Length && (char.IsAsciiDigit(pattern[end]) || (pattern[end] == ',' && comma < 0)))
        {
            comma = pattern[end] == ',' ? end : comma;
            end++;
        }

        bool hasLeast = end > _at + 1 && comma != _at + 1;
        return hasLeast && end < pattern.Length && pattern[end] == '}' ? end + 1 - _at : -1;
    }

    private PatternError? CheckBounds(int length)
    {
        string[] bounds = pattern.Substring(_at + 1, length - 2).Split(',');
        int most = bounds is [_, { Length: > 0 } last] ? Bound(last) : -1;
        int least = Bound(bounds[0]);
        if (least > MostRepeats || most > MostRepeats)
        {
            return Syntax("number too big in {} quantifier", _at + length - 1);
        }

        return most >= 0 && most < least ? Syntax("numbers out of order in {} quantifier", _at + length - 1) : null;
    }

    private static int Bound(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : int.MaxValue;

    private void BeginAtom(bool isLiteral)
    {
        _atom = _output.Length;
        _isLiteral &= isLiteral;
    }

    private void AddLiteral(char each)
    {
        if (_isLiteral)
        {
            _literal.Append(each);
        }
    }

    private PatternError? Copy(int length)
    {
        _output.Append(pattern, _at, Math.Min(length, pattern.Length - _at));
        _at = Math.Min(_at + length, pattern.Length);
        return null;
    }

    private void Refuse(string what, string? text = null, int length = 0)
    {
        PatternError error = PatternError.Unsupported(what);
        _unsupported ??= text is null ? error : error.Also(text, _at, length);
    }

    private PatternError Syntax(string text, int offset) => PatternError.Syntax(text, pattern, offset);
}
