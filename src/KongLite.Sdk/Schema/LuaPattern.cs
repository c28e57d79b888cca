using System.Text;
using System.Text.RegularExpressions;

namespace KongLite.Sdk.Schema;

/// <summary>Translates the Lua patterns of Kong's schemas into regular expressions (Lua 5.1 reference manual, 5.4.1).</summary>
/// <remarks>Classes, sets, anchors and the four repetitions; no captures, balances or frontiers, which no schema uses.</remarks>
internal static class LuaPattern
{
    public static Regex ToRegex(string pattern)
    {
        var regex = new StringBuilder();
        bool inSet = false;
        bool isRepeated = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            // What follows a repetition is itself, whatever it is.
            bool wasRepeated = isRepeated;
            isRepeated = c is '*' or '+' or '?' or '-' && !inSet && !wasRepeated;
            switch (c)
            {
                case '%' when i + 1 < pattern.Length:
                    regex.Append(Class(pattern[++i], inSet));
                    break;
                case '[':
                    inSet = true;
                    regex.Append(c);
                    if (i + 1 < pattern.Length && pattern[i + 1] == '^')
                    {
                        regex.Append('^');
                        i++;
                    }

                    break;
                case ']':
                    inSet = false;
                    regex.Append(c);
                    break;
                case '-' when isRepeated:
                    regex.Append("*?");
                    break;
                case '^' when i == 0 && !inSet:
                    regex.Append("\\A");
                    break;
                case '$' when i == pattern.Length - 1:
                    regex.Append("\\z");
                    break;
                case '*' or '+' or '?' when isRepeated:
                    regex.Append(c);
                    break;
                case '.' when !inSet:
                case '-':
                    regex.Append(c);
                    break;
                default:
                    regex.Append(Escape(c));
                    break;
            }
        }

        return new Regex(regex.ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }

    private static string Class(char name, bool inSet)
    {
        string? members = char.ToLowerInvariant(name) switch
        {
            'a' => "a-zA-Z",
            'd' => "0-9",
            'l' => "a-z",
            'u' => "A-Z",
            'w' => "a-zA-Z0-9",
            's' => "\\s",
            'c' => "\\x00-\\x1f\\x7f",
            'p' => "!-/:-@\\[-`{-~",
            'x' => "0-9a-fA-F",
            _ => null,
        };
        if (members is null)
        {
            return Escape(name);
        }

        return inSet ? members : char.IsAsciiLetterUpper(name) ? $"[^{members}]" : $"[{members}]";
    }

    private static string Escape(char c) => char.IsAsciiLetterOrDigit(c) || c > 127 ? c.ToString() : $"\\x{(int)c:x2}";
}
