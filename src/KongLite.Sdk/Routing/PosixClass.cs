using System.Text;

namespace KongLite.Sdk.Routing;

/// <summary>The named classes that may stand in a character class, such as <c>[:alpha:]</c>; .NET has none.</summary>
internal static class PosixClass
{
    /// <summary>Reads one.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="at">Where its <c>[</c> stands.</param>
    /// <param name="ranges">The same as ranges; null: there is no class of this name.</param>
    /// <param name="length">How many characters it takes.</param>
    /// <returns>False when there is no named class here.</returns>
    public static bool TryRead(string pattern, int at, out string? ranges, out int length)
    {
        (ranges, length) = (null, 0);
        if (at + 1 >= pattern.Length || pattern[at + 1] != ':')
        {
            return false;
        }

        bool isNegated = at + 2 < pattern.Length && pattern[at + 2] == '^';
        int start = at + (isNegated ? 3 : 2);
        int end = start;
        while (end < pattern.Length && char.IsAsciiLetterLower(pattern[end]))
        {
            end++;
        }

        if (!pattern.AsSpan(end).StartsWith(":]"))
        {
            return false;
        }

        length = end + 2 - at;
        ranges = Bounds(pattern[start..end]) is { } bounds ? Write(bounds, isNegated) : null;
        return true;
    }

    // First and last characters in turn, ascending.
    private static string? Bounds(string name) => name switch
    {
        "alnum" => "09AZaz",
        "alpha" => "AZaz",
        "ascii" => "\0\x7F",
        "blank" => "\t\t  ",
        "cntrl" => "\0\x1F\x7F\x7F",
        "digit" => "09",
        "graph" => "!~",
        "lower" => "az",
        "print" => " ~",
        "punct" => "!/:@[`{~",
        "space" => "\t\r  ",
        "upper" => "AZ",
        "word" => "09AZ__az",
        "xdigit" => "09AFaf",
        _ => null,
    };

    private static string Write(string bounds, bool isNegated)
    {
        var ranges = new StringBuilder();
        int next = 0;
        for (int i = 0; i < bounds.Length; i += 2)
        {
            if (!isNegated)
            {
                Append(ranges, bounds[i], bounds[i + 1]);
            }
            else if (bounds[i] > next)
            {
                Append(ranges, next, bounds[i] - 1);
            }

            next = bounds[i + 1] + 1;
        }

        if (isNegated)
        {
            Append(ranges, next, char.MaxValue);
        }

        return ranges.ToString();
    }

    private static void Append(StringBuilder ranges, int first, int last) => ranges.Append($"\\u{first:X4}-\\u{last:X4}");
}
