using System.Security.Cryptography;
using System.Text;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Routing;

namespace KongLite.Gateway.Routing;

/// <summary>
/// A route, or one part of a route with several paths: Kong ranks prefixes of each length, and all regular expressions, as routes of their own.
/// </summary>
internal sealed class VirtualRoute
{
    // A part with thousands of hosts times thousands of paths would fill the index; its hosts are compared one by one instead.
    private const int MostCombinations = 100_000;

    // Kong's, so that parts with equal priority come in its order.
    private static readonly Guid Namespace = new("7f145bf9-0dce-4f91-98eb-debbce4b9f6b");

    private VirtualRoute(
        CompiledRoute route, IReadOnlyList<HostPattern> hosts, RouteConditions conditions, IReadOnlyList<string> paths, RoutePriority priority, bool isPcre)
    {
        Route = route;
        Hosts = hosts;
        Conditions = conditions;
        ComparesHosts = (long)hosts.Count * paths.Count > MostCombinations;
        Priority = priority;
        Candidates = paths.Count == 0
            ? [new RouteCandidate(this, null)]
            : [.. paths.Select(path => new RouteCandidate(this, new PathCondition(path, isPcre)))];
    }

    /// <summary>The route.</summary>
    public CompiledRoute Route { get; }

    /// <summary>The hosts, one of which the request has to be for; none: any will do.</summary>
    public IReadOnlyList<HostPattern> Hosts { get; }

    /// <summary>Whether the hosts are too many for the index.</summary>
    public bool ComparesHosts { get; }

    /// <summary>What a request has to have besides host and path; shared by the parts.</summary>
    public RouteConditions Conditions { get; }

    /// <summary>Its rank.</summary>
    public RoutePriority Priority { get; }

    /// <summary>One for each path, in the order in which they are tried; one without path when the route has none.</summary>
    public IReadOnlyList<RouteCandidate> Candidates { get; }

    /// <summary>The parts of a route: for each path one in the <c>traditional</c> flavour, otherwise as the class says.</summary>
    public static IReadOnlyList<VirtualRoute> Split(CompiledRoute compiled, RouterFlavor flavor)
    {
        Route route = compiled.Route;
        HostPattern[] hosts = [.. (route.Hosts ?? []).Select(HostPattern.Parse)];
        var conditions = new RouteConditions(route);
        IReadOnlyList<string> paths = route.Paths ?? [];
        if (flavor == RouterFlavor.Traditional)
        {
            IEnumerable<IReadOnlyList<string>> each = paths.Count == 0 ? [paths] : paths.Select(path => (string[])[path]);
            return [.. each.Select(own => new VirtualRoute(compiled, hosts, conditions, own, RoutePriority.Traditional(route, own), isPcre: true))];
        }

        if (paths.Count <= 1)
        {
            return [Part(paths, route.Id)];
        }

        // In the order of their first path, which numbers them.
        List<string>[] groups = [.. paths.GroupBy(Group).Select(group => group.ToList())];
        return groups.Length == 1 ? [Part(paths, route.Id)] : [.. groups.Select((group, index) => Part(group, PartId(route.Id, index + 1)))];

        VirtualRoute Part(IReadOnlyList<string> own, Guid id) =>
            new(compiled, hosts, conditions, own, RoutePriority.Of(route, own, id), isPcre: false);
    }

    /// <summary>Whether the host of a search is among <see cref="Hosts"/>.</summary>
    public bool HasHost(in RouteSearch search)
    {
        for (int i = 0; i < Hosts.Count; i++)
        {
            if (Hosts[i].Matches(search))
            {
                return true;
            }
        }

        return false;
    }

    private static int Group(string path) => path.StartsWith('~') ? 0 : Encoding.UTF8.GetByteCount(path);

    // RFC 4122, version 5.
    private static Guid PartId(Guid route, int number)
    {
        Span<byte> name = stackalloc byte[16 + 36 + 12];
        Namespace.TryWriteBytes(name, bigEndian: true, out int length);
        length += Encoding.ASCII.GetBytes($"{route:D}#{number}", name[length..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Names the part, protects nothing.
        SHA1.HashData(name[..length], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
