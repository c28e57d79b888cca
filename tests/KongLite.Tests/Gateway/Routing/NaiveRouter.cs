using System.Text;
using System.Text.RegularExpressions;
using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Routing;

/// <summary>Kong's rules by the book: every part of every route is tried, and the greatest priority wins. Shares nothing with the index.</summary>
internal sealed class NaiveRouter
{
    private readonly List<(Int128 Priority, string Id, Route Route, List<string> Paths)> _parts = [];

    public NaiveRouter(IEnumerable<Route> routes)
    {
        foreach (Route route in routes)
        {
            IReadOnlyList<string> paths = route.Paths ?? [];
            List<List<string>> groups = [.. paths.GroupBy(path => path[0] == '~' ? -1 : Encoding.UTF8.GetByteCount(path)).Select(group => group.ToList())];
            bool isSplit = groups.Count > 1;
            foreach ((int index, List<string> group) in (groups.Count == 0 ? [[]] : groups).Index())
            {
                // The real ids of the parts have a test of their own; here no two routes with several parts are equal in rank.
                string id = isSplit ? CompiledRoute.Compile(route, null).Parts[index].Priority.Id.ToString() : route.Id.ToString();
                _parts.Add((Priority(route, group), id, route, group));
            }
        }

        _parts.Sort((left, right) => right.Priority == left.Priority ? string.CompareOrdinal(right.Id, left.Id) : right.Priority.CompareTo(left.Priority));
    }

    public (string Route, string? Prefix) Match(in RequestKey key)
    {
        foreach ((_, _, Route route, List<string> paths) in _parts)
        {
            if (Matches(route, key) && MatchPath(paths, key.Path, out string? prefix))
            {
                return (route.Name!, prefix);
            }
        }

        return ("none", null);
    }

    private static Int128 Priority(Route route, List<string> paths)
    {
        int headers = route.Headers?.Count ?? 0;
        long weight = new[] { route.Methods?.Count, route.Hosts?.Count, headers, route.Snis?.Count, paths.Count }.Count(count => count > 0);
        bool isRegex = paths.Count > 0 && paths[0][0] == '~';
        long regexPriority = isRegex ? route.RegexPriority ?? 0 : 0;

        UInt128 bits = Low(weight, 1L << 29) | Low(headers, 1L << 20) | Low(Math.Max(0, regexPriority), 1L << 19);
        bits |= isRegex ? (UInt128)1 << 51 : 0;
        bits |= route.Hosts?.All(host => !host.Contains('*')) == true ? (UInt128)1 << 60 : 0;
        bits |= isRegex || paths.Count == 0 ? 0 : (UInt128)Encoding.UTF8.GetByteCount(paths[0]);
        return ((Int128)bits << 40) + Math.Min(0, regexPriority);
    }

    // A product in 32 bits with sign, in the lower half of 64.
    private static UInt128 Low(long value, long factor)
    {
        long product = value * factor % (1L << 32);
        return product < 1L << 31 ? (UInt128)product : (UInt128)product | (((UInt128)1 << 64) - ((UInt128)1 << 32));
    }

    private static bool Matches(Route route, RequestKey key) =>
        (route.Methods is null || route.Methods.Contains(key.Method))
        && (route.Hosts is null || (key.Host is not null && route.Hosts.Any(host => MatchesHost(host, key.Host, key.ListenerPort))))
        && (route.Snis is null || !key.IsTls || (key.Sni is not null && route.Snis.Any(sni => MatchesName(sni, key.Sni))))
        && (route.Headers is null || route.Headers.All(header => key.Headers[header.Key].Any(line => header.Value.Any(value => MatchesHeader(value, line!)))));

    private static bool MatchesHost(string pattern, string host, int listenerPort)
    {
        Match wanted = Regex.Match(pattern, @"^([^:]*):(\d+)$");
        Match given = Regex.Match(host, @"^([^:]*):(\d+)$");
        string port = given.Success ? given.Groups[2].Value : $"{listenerPort}";
        return MatchesName(wanted.Success ? wanted.Groups[1].Value : pattern, given.Success ? given.Groups[1].Value : host)
            && (!wanted.Success || wanted.Groups[2].Value == port);
    }

    private static bool MatchesName(string pattern, string name) =>
        Regex.IsMatch(name, "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$");

    private static bool MatchesHeader(string value, string line) => value.StartsWith("~*", StringComparison.Ordinal)
        ? Regex.IsMatch(line, value[2..], RegexOptions.IgnoreCase)
        : string.Equals(value, line, StringComparison.OrdinalIgnoreCase);

    private static bool MatchPath(List<string> paths, string path, out string? prefix)
    {
        foreach (string each in paths)
        {
            Match match = Regex.Match(path, each[0] == '~' ? "^" + each[1..] : "^" + Regex.Escape(each));
            if (match.Success)
            {
                prefix = match.Value;
                return true;
            }
        }

        prefix = null;
        return paths.Count == 0;
    }
}
