using System.Globalization;

namespace KongLite.Plugins.Statsd;

/// <summary>Ranges of statuses, such as <c>200-299</c>.</summary>
internal sealed class StatusRanges
{
    private readonly List<(long From, long To)>? _ranges;

    /// <summary>Reads ranges; null: every status is in.</summary>
    public StatusRanges(IReadOnlyList<string>? ranges) => _ranges = ranges?.Select(Read).ToList();

    /// <summary>Whether a status is in one of them.</summary>
    public bool Contain(int status)
    {
        if (_ranges is null)
        {
            return true;
        }

        foreach ((long from, long to) in _ranges)
        {
            if (status >= from && status <= to)
            {
                return true;
            }
        }

        return false;
    }

    private static (long From, long To) Read(string range)
    {
        int dash = range.IndexOf('-', StringComparison.Ordinal);
        return (Number(range.AsSpan(0, dash)), Number(range.AsSpan(dash + 1)));
    }

    // A number with too many digits is beyond every status.
    private static long Number(ReadOnlySpan<char> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue;
}
