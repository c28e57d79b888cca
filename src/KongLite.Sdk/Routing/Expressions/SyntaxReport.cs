using System.Globalization;

namespace KongLite.Sdk.Routing.Expressions;

/// <summary>Points at a place in an expression, in the form of pest's reports.</summary>
internal static class SyntaxReport
{
    /// <summary>What was expected where.</summary>
    public static string Expected(string text, int place, IReadOnlyList<GrammarRule> rules) =>
        Write(text, new TextPart(place, place), $"expected {List(rules)}");

    /// <summary>What is wrong with a part; a part without length is a place.</summary>
    public static string Write(string text, TextPart part, string message)
    {
        (int line, int column) = PlaceOf(text, part.Start);
        (int lastLine, int lastColumn) = PlaceOf(text, part.End);
        string number = line.ToString(CultureInfo.InvariantCulture);
        string lastNumber = lastLine.ToString(CultureInfo.InvariantCulture);
        string margin = new(' ', Math.Max(number.Length, lastNumber.Length));
        string shown = LineAt(text, part.Start);
        string continued = lastLine == line ? string.Empty
            : (lastLine - line > 1 ? $"{margin} | ...\n" : string.Empty) + $"{lastNumber.PadLeft(margin.Length)} | {LineAt(text, part.End)}\n";
        string marks = Marks(shown, column, part.Start == part.End ? null : lastColumn);
        return $"{margin}--> {number}:{column.ToString(CultureInfo.InvariantCulture)}\n{margin} |\n{number.PadLeft(margin.Length)} | {shown}\n"
            + $"{continued}{margin} | {marks}\n{margin} |\n{margin} = {message}";
    }

    private static string Marks(string line, int column, int? end)
    {
        if (end is { } last && column > last)
        {
            (column, end) = (last - 1, column + 1);
        }

        string lead = string.Concat(line.Take(Math.Max(column - 1, 0)).Select(each => each == '\t' ? '\t' : ' '));
        int length = end is { } behind ? behind - column : 0;
        return lead + (end is null ? "^---" : length > 1 ? $"^{new string('-', length - 2)}^" : "^");
    }

    private static (int Line, int Column) PlaceOf(string text, int place)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, place);
        int line = 1 + before.Count('\n');
        ReadOnlySpan<char> own = before[(before.LastIndexOf('\n') + 1)..];
        int column = 1;
        foreach (char each in own)
        {
            column += char.IsLowSurrogate(each) ? 0 : 1;
        }

        return (line, column);
    }

    private static string LineAt(string text, int place)
    {
        int start = text.AsSpan(0, place).LastIndexOf('\n') + 1;
        int end = text.IndexOf('\n', place);
        return text[start..(end < 0 ? text.Length : end)].TrimEnd('\r');
    }

    private static string List(IReadOnlyList<GrammarRule> rules) => rules.Count switch
    {
        0 => "nothing else",
        1 => $"{rules[0]}",
        2 => $"{rules[0]} or {rules[1]}",
        _ => $"{string.Join(", ", rules.Take(rules.Count - 1))}, or {rules[^1]}",
    };
}
