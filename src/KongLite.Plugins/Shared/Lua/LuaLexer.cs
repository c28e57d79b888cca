using System.Text.RegularExpressions;

namespace KongLite.Plugins.Shared.Lua;

/// <summary>What kind of token a piece of Lua code is.</summary>
internal enum LuaTokenKind
{
    /// <summary>Nothing is left, or something is wrong.</summary>
    End,

    /// <summary>A name.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A quoted or long string.</summary>
    Text,

    /// <summary>A keyword, an operator or a punctuation mark.</summary>
    Symbol,
}

/// <summary>Cuts Lua code into tokens, by the rules of LuaJIT 2.1, which Kong runs: Lua 5.1 with later notations of numbers and strings.</summary>
/// <param name="code">The code.</param>
internal sealed partial class LuaLexer(string code)
{
    private static readonly HashSet<string> Keywords =
    [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not", "or", "repeat", "return",
        "then", "true", "until", "while",
    ];

    private static readonly string[] Symbols =
    [
        "...", "..", "==", "~=", "<=", ">=", "::", "+", "-", "*", "/", "%", "^", "#", "<", ">", "=", "(", ")", "{", "}", "[", "]", ";", ":", ",", ".",
    ];

    private int _at;

    /// <summary>Kind of the current token.</summary>
    public LuaTokenKind Kind { get; private set; }

    /// <summary>The current token as it is written; empty at the end.</summary>
    public string Token { get; private set; } = string.Empty;

    /// <summary>Line of the current token, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>How many tokens came before the current one.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>What is wrong with the code; null: nothing so far. Nothing comes after an error.</summary>
    public string? Error { get; private set; }

    /// <summary>Goes on to the next token.</summary>
    public void Next()
    {
        Index++;
        SkipBlanks();
        if (Error is not null || _at >= code.Length)
        {
            Set(LuaTokenKind.End, _at);
            return;
        }

        char c = code[_at];
        if (IsNamePart(c) && !char.IsAsciiDigit(c))
        {
            int end = _at;
            while (end < code.Length && IsNamePart(code[end]))
            {
                end++;
            }

            Set(Keywords.Contains(code[_at..end]) ? LuaTokenKind.Symbol : LuaTokenKind.Name, end);
        }
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(At(_at + 1))))
        {
            ReadNumber();
        }
        else if (c is '"' or '\'')
        {
            ReadQuoted(c);
        }
        else if (c == '[' && LongBracket(_at) is { } level)
        {
            Set(LuaTokenKind.Text, EndOfLong(_at, level, "unfinished long string"));
        }
        else if (Array.Find(Symbols, each => string.CompareOrdinal(code, _at, each, 0, each.Length) == 0) is { } symbol)
        {
            Set(LuaTokenKind.Symbol, _at + symbol.Length);
        }
        else
        {
            Fail("unexpected symbol", c.ToString());
        }
    }

    /// <summary>Reports an error near a token and ends the reading; the first error stays.</summary>
    public void Fail(string message, string near)
    {
        Error ??= $"{message} near '{(near.Length == 0 ? "<eof>" : near)}'";
        _at = code.Length;
        Set(LuaTokenKind.End, _at);
    }

    // Bytes beyond ASCII are letters to LuaJIT.
    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c > 127;

    private char At(int index) => index < code.Length ? code[index] : '\0';

    private void Set(LuaTokenKind kind, int end)
    {
        Kind = Error is null ? kind : LuaTokenKind.End;
        Token = Kind == LuaTokenKind.End ? string.Empty : code[_at..end];
        Line += Token.AsSpan().Count('\n');
        _at = end;
    }

    private void SkipBlanks()
    {
        while (_at < code.Length)
        {
            if (code[_at] is ' ' or '\t' or '\r' or '\n' or '\f' or '\v')
            {
                Line += code[_at] == '\n' ? 1 : 0;
                _at++;
            }
            else if (string.CompareOrdinal(code, _at, "--", 0, 2) == 0)
            {
                SkipComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        if (LongBracket(_at + 2) is { } level)
        {
            int end = EndOfLong(_at + 2, level, "unfinished long comment");
            Line += code.AsSpan(_at, end - _at).Count('\n');
            _at = end;
            return;
        }

        int newline = code.IndexOf('\n', _at);
        _at = newline < 0 ? code.Length : newline;
    }

    // The number of equals signs between the two brackets, if there are two.
    private int? LongBracket(int start)
    {
        int end = start + 1;
        while (At(end) == '=')
        {
            end++;
        }

        return At(start) == '[' && At(end) == '[' ? end - start - 1 : null;
    }

    private int EndOfLong(int start, int level, string unfinished)
    {
        string closing = $"]{new string('=', level)}]";
        int end = code.IndexOf(closing, start + level + 2, StringComparison.Ordinal);
        if (end >= 0)
        {
            return end + closing.Length;
        }

        Fail(unfinished, string.Empty);
        return code.Length;
    }

    private void ReadNumber()
    {
        int end = _at;
        bool hexadecimal = code[_at] == '0' && At(_at + 1) is 'x' or 'X';
        while (IsNamePart(At(end)) || At(end) == '.' || (At(end) is '+' or '-' && (hexadecimal ? At(end - 1) is 'p' or 'P' : At(end - 1) is 'e' or 'E')))
        {
            end++;
        }

        if (Number().IsMatch(code.AsSpan(_at, end - _at)))
        {
            Set(LuaTokenKind.Number, end);
        }
        else
        {
            Fail("malformed number", code[_at..end]);
        }
    }

    private void ReadQuoted(char quote)
    {
        int end = _at + 1;
        while (end < code.Length && code[end] != quote && code[end] is not ('\n' or '\r'))
        {
            if (code[end] != '\\')
            {
                end++;
                continue;
            }

            Match escape = Escape().Match(code, end);
            if (!escape.Success)
            {
                Fail("invalid escape sequence", code[_at..Math.Min(end + 2, code.Length)]);
                return;
            }

            end += escape.Length;
        }

        if (At(end) == quote)
        {
            Set(LuaTokenKind.Text, end + 1);
        }
        else
        {
            Fail("unfinished string", end < code.Length ? code[_at..end] : string.Empty);
        }
    }

    [GeneratedRegex(@"^(0[xX]([0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)([pP][+-]?\d+)?|0[bB][01]+|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)([iI]|[uU]?[lL][lL])?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\G\\([abfnrtv\\""']|x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]+\}|z\s*|25[0-5]|2[0-4]\d|[01]\d\d|\d{1,2}(?!\d)|\r\n|\n|\r)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
