using System.Security.Cryptography;
using System.Text;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Routing.Naive;

/// <summary>A route, or the part of it that has some of its paths and is ranked by itself.</summary>
internal sealed record NaivePart(Route Route, Service? Service, List<string> Paths, string Id)
{
    public bool IsRegex => Paths.Count > 0 && Paths[0][0] == '~';

    public int Length => Paths.Count > 0 && !IsRegex ? Encoding.UTF8.GetByteCount(Paths[0]) : 0;
}

/// <summary>Which parts of routes go first.</summary>
internal static class NaiveOrder
{
    // Constants of Kong's.
    private static readonly byte[] Namespace = Convert.FromHexString("7F145BF90DCE4F9198EBDEBBCE4B9F6B");

    /// <summary>Parts by the rules of <c>traditional_compatible</c>: the regular expressions together, prefixes by length.</summary>
    public static IEnumerable<NaivePart> Compatible(IEnumerable<NaiveRoute> routes)
    {
        var parts = new List<NaivePart>();
        foreach ((Route route, Service? service) in routes)
        {
            List<List<string>> groups = [];
            foreach (string path in route.Paths ?? [])
            {
                List<string>? group = groups.Find(each =>
                    path[0] == '~' ? each[0][0] == '~' : each[0][0] != '~' && Encoding.UTF8.GetByteCount(each[0]) == Encoding.UTF8.GetByteCount(path));
                if (group is null)
                {
                    groups.Add([path]);
                }
                else
                {
                    group.Add(path);
                }
            }

            if (groups.Count <= 1)
            {
                parts.Add(new NaivePart(route, service, [.. route.Paths ?? []], route.Id.ToString()));
                continue;
            }

            for (int i = 0; i < groups.Count; i++)
            {
                parts.Add(new NaivePart(route, service, groups[i], PartId($"{route.Id}#{i + 1}")));
            }
        }

        return parts
            .OrderByDescending(Bits)
            .ThenByDescending(part => part.IsRegex ? Math.Min(0, part.Route.RegexPriority ?? 0) : 0)
            .ThenByDescending(part => part.Id, StringComparer.Ordinal);
    }

    /// <summary>Parts by the rules of <c>traditional</c>: each path by itself.</summary>
    public static IEnumerable<NaivePart> Traditional(IEnumerable<NaiveRoute> routes) => routes
        .SelectMany(each => (each.Route.Paths is { Count: > 0 } paths ? paths : [null!]).Select(path =>
            new NaivePart(each.Route, each.Service, path is null ? [] : [path], each.Route.Id.ToString())))
        .OrderByDescending(Kinds)
        .ThenByDescending(Category)
        .ThenByDescending(Submatch)
        .ThenByDescending(part => part.Route.Headers?.Count ?? 0)
        .ThenByDescending(part => part.IsRegex ? part.Route.RegexPriority ?? 0 : 0)
        .ThenByDescending(part => part.Length)
        .ThenBy(part => part.Route.CreatedAt);

    private static int Kinds(NaivePart part)
    {
        int kinds = 0;
        kinds += part.Route.Methods?.Count > 0 ? 1 : 0;
        kinds += part.Route.Hosts?.Count > 0 ? 1 : 0;
        kinds += part.Route.Headers?.Count > 0 ? 1 : 0;
        kinds += part.Route.Snis?.Count > 0 ? 1 : 0;
        kinds += part.Paths.Count > 0 ? 1 : 0;
        return kinds;
    }

    private static int Category(NaivePart part)
    {
        int bits = 0;
        bits += part.Route.Hosts?.Count > 0 ? 0x40 : 0;
        bits += part.Route.Headers?.Count > 0 ? 0x20 : 0;
        bits += part.Paths.Count > 0 ? 0x10 : 0;
        bits += part.Route.Methods?.Count > 0 ? 0x08 : 0;
        bits += part.Route.Snis?.Count > 0 ? 0x04 : 0;
        return bits;
    }

    private static int Submatch(NaivePart part)
    {
        IReadOnlyList<string> hosts = part.Route.Hosts ?? [];
        int bits = 0;
        bits += hosts.Any(host => host.Contains('*') && host.Contains(':')) ? 4 : 0;
        bits += hosts.Count > 0 && !hosts.Any(host => host.Contains('*')) ? 2 : 0;
        bits += part.IsRegex ? 1 : 0;
        return bits;
    }

    // Kong's number: three fields are shifted in 32 bits and widened with their sign.
    private static ulong Bits(NaivePart part)
    {
        long regexPriority = part.IsRegex ? Math.Max(0, part.Route.RegexPriority ?? 0) : 0;
        ulong bits = (ulong)(part.Length % 0x80000);
        bits |= Widened(Kinds(part), 29) | Widened(Math.Min(255, part.Route.Headers?.Count ?? 0), 20) | Widened(regexPriority, 19);
        bits |= part.Route.Hosts is { } hosts && hosts.All(host => !host.Contains('*')) ? 1UL << 60 : 0;
        bits |= part.IsRegex ? 1UL << 51 : 0;
        return bits;
    }

    private static ulong Widened(long value, int by)
    {
        long low = value * (1L << by) % (1L << 32);
        return (ulong)(low < 1L << 31 ? low : low - (1L << 32));
    }

    private static string PartId(string name)
    {
#pragma warning disable CA5350 // The algorithm of names in version 5.
        string hash = Convert.ToHexStringLower(SHA1.HashData([.. Namespace, .. Encoding.ASCII.GetBytes(name)]));
#pragma warning restore CA5350
        char variant = "89ab"[Convert.ToInt32(hash[16..17], 16) % 4];
        return $"{hash[..8]}-{hash[8..12]}-5{hash[13..16]}-{variant}{hash[17..20]}-{hash[20..32]}";
    }
}
