using System.Text;
using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Routing;

/// <summary>Which of two matching routes goes first, as Kong 3.9 decides it.</summary>
/// <remarks>
/// In <c>traditional_compatible</c> and <c>expressions</c> Kong means to put the kinds of attributes into bits 61 to 63, the number of headers into 52 to
/// 59 and <c>regex_priority</c> into 19 to 50. Its helper shifts plain numbers in 32 bits, modulo 32, and widens the signed result, so they land elsewhere
/// and overlap. Existing configurations depend on it.
/// </remarks>
/// <param name="Bits">Kong's number; greater goes first.</param>
/// <param name="Demotion">A negative <c>regex_priority</c>, otherwise 0. Kong's shift turns it into the greatest number of all; here it ranks below 0.
/// In the <c>traditional</c> flavour any.</param>
/// <param name="Id">Decides between equals; greater goes first.</param>
internal readonly record struct RoutePriority(ulong Bits, long Demotion, Guid Id) : IComparable<RoutePriority>
{
    private const ulong PlainHostsOnly = 1UL << 60;
    private const ulong RegexPath = 1UL << 51;
    private const int MostHeaders = 255;
    private const int LongestPath = 0x7FFFF;

    private long Length { get; init; }

    private long CreatedAt { get; init; }

    /// <summary>The priority of a route, or of the part of it that has these paths, in the other two flavours.</summary>
    /// <param name="route">The route.</param>
    /// <param name="paths">Regular expressions only, or prefixes of one length only.</param>
    /// <param name="id">The route's id, or the part's.</param>
    public static RoutePriority Of(Route route, IReadOnlyList<string> paths, Guid id)
    {
        int headers = Math.Min(route.Headers?.Count ?? 0, MostHeaders);
        int kinds = Count(route.Sources) + Count(route.Destinations) + Count(route.Methods) + Count(route.Hosts) + Count(route.Snis)
            + Math.Min(headers, 1) + Math.Min(paths.Count, 1);
        bool isRegex = paths is [['~', ..], ..];
        long regexPriority = isRegex ? route.RegexPriority ?? 0 : 0;
        int length = paths.Count > 0 && !isRegex ? Encoding.UTF8.GetByteCount(paths[0]) : 0;

        ulong bits = Shift(kinds, 61) | Shift(headers, 52) | Shift(Math.Max(regexPriority, 0), 19) | (uint)(length & LongestPath);
        bits |= isRegex ? RegexPath : 0;
        // An empty list has no wildcard either.
        bits |= route.Hosts is not null && !route.Hosts.Any(HasStar) ? PlainHostsOnly : 0;
        return new RoutePriority(bits, Math.Min(regexPriority, 0), id);
    }

    /// <summary>
    /// The priority in the <c>traditional</c> flavour: more kinds of attributes, then the kinds themselves, plain hosts only, a regular expression, more
    /// headers, <c>regex_priority</c>, the longer prefix, the older route.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="paths">One of its paths, or none.</param>
    public static RoutePriority Traditional(Route route, IReadOnlyList<string> paths)
    {
        int[] kinds =
        [
            Count(route.Hosts), Math.Min(route.Headers?.Count ?? 0, 1), paths.Count, Count(route.Methods), Count(route.Snis), Count(route.Sources),
            Count(route.Destinations),
        ];
        ulong bits = (ulong)kinds.Sum();
        foreach (int kind in kinds)
        {
            bits = (bits << 1) | (uint)kind;
        }

        bool isRegex = paths is [['~', ..]];
        bool isWild = route.Hosts?.Any(HasStar) == true;
        bits = (bits << 1) | Bit(isWild && route.Hosts!.Any(host => HasStar(host) && host.Contains(':', StringComparison.Ordinal)));
        bits = (bits << 1) | Bit(Count(route.Hosts) > 0 && !isWild);
        bits = (bits << 1) | Bit(isRegex);
        bits = (bits << 32) | (uint)(route.Headers?.Count ?? 0);
        return new RoutePriority(bits, isRegex ? route.RegexPriority ?? 0 : 0, route.Id)
        {
            Length = paths is [var path] && !isRegex ? Encoding.UTF8.GetByteCount(path) : 0,
            CreatedAt = route.CreatedAt,
        };
    }

    /// <summary>Orders ascending: what goes first comes last.</summary>
    public int CompareTo(RoutePriority other)
    {
        int order = Bits.CompareTo(other.Bits);
        order = order == 0 ? Demotion.CompareTo(other.Demotion) : order;
        order = order == 0 ? Length.CompareTo(other.Length) : order;
        order = order == 0 ? other.CreatedAt.CompareTo(CreatedAt) : order;
        return order == 0 ? Id.CompareTo(other.Id) : order;
    }

    private static bool HasStar(string host) => host.Contains('*', StringComparison.Ordinal);

    private static ulong Bit(bool isSet) => isSet ? 1UL : 0;

    private static int Count<T>(IReadOnlyList<T>? values) => values is { Count: > 0 } ? 1 : 0;

    // C# takes the shift modulo 32 as well, and widens the same way.
    private static ulong Shift(long value, int by) => unchecked((ulong)(long)((int)value << by));
}
