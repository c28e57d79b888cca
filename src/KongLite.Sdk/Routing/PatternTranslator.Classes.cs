namespace KongLite.Sdk.Routing;

/// <content>Character classes.</content>
internal sealed partial class PatternTranslator
{
    // What stands before a dash, if it is not a plain character.
    private const int Nothing = -1;
    private const int Set = -2;
    private const int Escaped = -3;

    private const string SetEscapes = "dDwWsSpP";

    private PatternError? Class()
    {
        int start = _at;
        Copy(1);
        if (_at < pattern.Length && pattern[_at] == '^')
        {
            Copy(1);
        }

        int previous = Nothing;
        for (bool isFirst = true; _at < pattern.Length; isFirst = false)
        {
            if (pattern[_at] == ']' && !isFirst)
            {
                return Copy(1);
            }

            if (Member(ref previous) is { } error)
            {
                return error;
            }
        }

        return Syntax("missing terminating ] for character class", _at).Also("unclosed character class", start, 1);
    }

    private PatternError? Member(ref int previous)
    {
        char each = pattern[_at];
        if (each == '\\')
        {
            if (_at + 1 == pattern.Length)
            {
                return Syntax("\\ at end of pattern", _at + 1);
            }

            previous = SetEscapes.Contains(pattern[_at + 1], StringComparison.Ordinal) ? Set : Escaped;
            return CopyEscape();
        }

        if (each == '[' && PosixClass.TryRead(pattern, _at, out string? ranges, out int length))
        {
            if (ranges is null)
            {
                return Syntax("unknown POSIX class name", _at);
            }

            _output.Append(ranges);
            _at += length;
            previous = Set;
            return null;
        }

        bool isLast = _at + 1 >= pattern.Length || pattern[_at + 1] == ']';
        if (each == '-' && previous != Nothing && !isLast)
        {
            return Range(ref previous);
        }

        // To Rust a bracket begins a class in the class, and these signs in pairs intersect and subtract.
        if (each == '[' || (each is '&' or '-' or '~' && !isLast && pattern[_at + 1] == each))
        {
            Refuse("a class within a class is");
        }

        if (each is '[' or ']' or '-')
        {
            _output.Append('\\');
        }

        previous = each;
        return Copy(1);
    }

    private PatternError? Range(ref int previous)
    {
        char end = pattern[_at + 1];
        bool endsInSet = (end == '\\' && _at + 2 < pattern.Length && SetEscapes.Contains(pattern[_at + 2], StringComparison.Ordinal))
            || (end == '[' && PosixClass.TryRead(pattern, _at + 1, out _, out _));
        if (previous == Set || endsInSet)
        {
            return Syntax("invalid range in character class", _at + 1);
        }

        if (end is '-' or '[')
        {
            Refuse("a class within a class is");
        }

        if (end is '\\')
        {
            Copy(1);
            PatternError? error = _at + 1 == pattern.Length ? Syntax("\\ at end of pattern", _at + 1) : CopyEscape();
            previous = Nothing;
            return error;
        }

        if (previous >= 0 && end < previous)
        {
            return Syntax("range out of order in character class", _at + 1);
        }

        _output.Append('-').Append(end is '[' or ']' or '-' ? "\\" : string.Empty).Append(end);
        _at += 2;
        previous = Nothing;
        return null;
    }
}
