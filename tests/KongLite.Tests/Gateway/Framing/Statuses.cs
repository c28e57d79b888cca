using System.Text.RegularExpressions;

namespace KongLite.Tests.Gateway.Framing;

/// <summary>The answers in the bytes that came back over a connection.</summary>
internal static partial class Statuses
{
    /// <summary>Their statuses, in order.</summary>
    public static IEnumerable<string> Of(string bytes) => StatusLine().Matches(bytes).Select(line => line.Groups[1].Value);

    [GeneratedRegex(@"HTTP/1\.1 (\d{3}) ")]
    private static partial Regex StatusLine();
}
