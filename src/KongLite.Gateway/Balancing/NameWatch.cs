using KongLite.Gateway.Naming;

namespace KongLite.Gateway.Balancing;

/// <summary>Keeps the addresses of an upstream's names up to date: looks them up again when their records expire.</summary>
internal sealed class NameWatch(CompiledUpstream upstream, INameResolver resolver, TimeProvider clock)
{
    // Kong asks half a second late, so that the records have expired on the server too, and a name that failed every half minute.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);
    // Of records that say they are good for no time at all.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly string[] _names = NamesOf(upstream);

    /// <summary>Whether any target is a name.</summary>
    public static bool IsNeeded(CompiledUpstream upstream) => upstream.Addresses.Any(address => address.Ip is null);

    /// <summary>What is known of the names already.</summary>
    public static Dictionary<string, ResolvedName> Known(CompiledUpstream upstream, INameResolver resolver)
    {
        var known = new Dictionary<string, ResolvedName>(StringComparer.Ordinal);
        foreach (string name in NamesOf(upstream))
        {
            if (resolver.Known(name) is { } resolved)
            {
                known[name] = resolved;
            }
        }

        return known;
    }

    /// <summary>Watches until the upstream changes or the node stops.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            ResolvedName[] found = await Task.WhenAll(_names.Select(name => resolver.ResolveAsync(name, stoppingToken).AsTask()));
            upstream.State.Resolve(upstream, _names.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
            await Task.Delay(Rest(found), clock, stoppingToken);
        }
    }

    private static string[] NamesOf(CompiledUpstream upstream) =>
        [.. upstream.Addresses.Where(address => address.Ip is null).Select(address => address.Host).Distinct(StringComparer.Ordinal)];

    private TimeSpan Rest(ResolvedName[] found)
    {
        DateTimeOffset now = clock.GetUtcNow();
        TimeSpan rest = Longest;
        foreach (ResolvedName each in found)
        {
            TimeSpan left = each.Addresses.Count == 0 ? Retry : each.Expires == DateTimeOffset.MaxValue ? Longest : each.Expires - now + Grace;
            rest = left < rest ? left : rest;
        }

        return rest > Shortest ? rest : Shortest;
    }
}
