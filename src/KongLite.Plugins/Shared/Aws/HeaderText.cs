using System.Text;

namespace KongLite.Plugins.Shared.Aws;

/// <summary>Texts from outside that go into headers or into the log.</summary>
internal static class HeaderText
{
    private const int LongestReason = 300;

    /// <summary>Whether a text can be the value of a header: not empty, and printable ASCII throughout.</summary>
    public static bool IsLine(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    /// <summary>
    /// A text for the log: its first line, of bounded length, without control characters. What AWS says on further lines may repeat the signed request.
    /// </summary>
    public static string FirstLine(string text)
    {
        ReadOnlySpan<char> line = text.AsSpan().Trim();
        int end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        var result = new StringBuilder(Math.Min(line.Length, LongestReason));
        foreach (char each in line[..Math.Min(line.Length, LongestReason)])
        {
            result.Append(char.IsControl(each) ? ' ' : each);
        }

        return result.ToString();
    }
}
