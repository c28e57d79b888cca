namespace KongLite.Sdk.Routing;

/// <content>What begins with a parenthesis.</content>
internal sealed partial class PatternTranslator
{
    private PatternError? Open()
    {
        (int Output, int Input) start = (_output.Length, _at);
        string rest = pattern.Length - _at > 4 ? pattern.Substring(_at, 4) : pattern[_at..];
        if (!rest.StartsWith("(?", StringComparison.Ordinal))
        {
            _groups++;
            _output.Append(_hasNames ? $"(?<{_groups}>" : "(");
            _at++;
        }
        else if (NameStart(rest) is > 0 and var nameStart)
        {
            return OpenNamed(start, _at + nameStart);
        }
        else if (rest.StartsWith("(?:", StringComparison.Ordinal))
        {
            Copy(3);
        }
        else if (rest.Length > 2 && "=!<>#|(&R+'P0123456789".Contains(rest[2], StringComparison.Ordinal))
        {
            bool isLookAround = rest[2] is '=' or '!' or '<';
            Refuse(
                "look-around, recursion, comments and atomic groups are",
                isLookAround ? "look-around, including look-ahead and look-behind, is not supported" : "unrecognized flag",
                isLookAround && rest[2] == '<' ? 4 : 3);
            Copy(2);
        }
        else
        {
            return OpenFlags(start);
        }

        _open.Push(start);
        _atom = -1;
        return null;
    }

    private static int NameStart(string rest)
    {
        if (rest.StartsWith("(?P<", StringComparison.Ordinal))
        {
            return 4;
        }

        return rest.StartsWith("(?<", StringComparison.Ordinal) && (rest.Length == 3 || rest[3] is not ('=' or '!')) ? 3 : -1;
    }

    private PatternError? OpenNamed((int Output, int Input) start, int nameStart)
    {
        int end = nameStart;
        while (end < pattern.Length && (char.IsAsciiLetterOrDigit(pattern[end]) || pattern[end] == '_'))
        {
            end++;
        }

        if (end > nameStart && char.IsAsciiDigit(pattern[nameStart]))
        {
            return Syntax("subpattern name must start with a non-digit", nameStart);
        }

        if (end == nameStart)
        {
            return Syntax("subpattern name expected", nameStart);
        }

        if (end == pattern.Length || pattern[end] != '>')
        {
            return Syntax("syntax error in subpattern name (missing terminator?)", end);
        }

        string name = pattern[nameStart..end];
        if (!_names.Add(name))
        {
            return Syntax("two named subpatterns have the same name (PCRE2_DUPNAMES not set)", end + 1);
        }

        _groups++;
        _output.Append("(?<").Append(name).Append('>');
        _at = end + 1;
        _open.Push(start);
        _atom = -1;
        return null;
    }

    private PatternError? OpenFlags((int Output, int Input) start)
    {
        int end = _at + 2;
        while (end < pattern.Length && pattern[end] is not (')' or ':'))
        {
            char flag = pattern[end];
            if (!"imsxnUJ-^".Contains(flag, StringComparison.Ordinal))
            {
                return Syntax("unrecognized character after (? or (?-", end);
            }

            if ("nUJ^".Contains(flag, StringComparison.Ordinal))
            {
                Refuse($"the flag {flag} is");
            }

            _isMultiline |= flag == 'm';
            end++;
        }

        if (end == pattern.Length)
        {
            return Syntax("missing closing parenthesis", end);
        }

        if (pattern[end] == ':')
        {
            _open.Push(start);
        }

        _atom = -1;
        return Copy(end + 1 - _at);
    }
}
