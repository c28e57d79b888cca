using KongLite.Gateway.Balancing;
using KongLite.Gateway.Naming;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Balancing;

/// <summary>Upstreams without a gateway around them.</summary>
internal static class Given
{
    /// <summary>An upstream with targets, as <c>address:port</c> or <c>address:port=weight</c>, that knows its addresses.</summary>
    public static CompiledUpstream Upstream(BalancerAlgorithm algorithm, params string[] targets) =>
        Upstream(new Upstream { Name = "pool", Algorithm = algorithm, HashOn = algorithm == BalancerAlgorithm.ConsistentHashing ? HashInput.Ip : HashInput.None }, targets);

    public static CompiledUpstream Upstream(Upstream upstream, params string[] targets) => Upstream(upstream, new UpstreamState(), targets);

    public static CompiledUpstream Upstream(Upstream upstream, UpstreamState state, params string[] targets)
    {
        var compiled = new CompiledUpstream(upstream, [.. targets.Select(TargetOf)], null, state);
        state.Follow(compiled, new Dictionary<string, ResolvedName>());
        return compiled;
    }

    /// <summary>Health checks of which failed requests count, once.</summary>
    public static UpstreamHealthchecks PassiveChecks(double threshold = 0) => new()
    {
        Passive = new PassiveHealthcheck { Unhealthy = new PassiveUnhealthy { HttpFailures = 1, TcpFailures = 1, Timeouts = 1 } },
        Threshold = threshold,
    };

    public static PeerSet Peers(this CompiledUpstream upstream) => upstream.State.Peers!;

    public static Peer Peer(this CompiledUpstream upstream, string address) => upstream.Peers().Peers.Single(peer => peer.ToString() == address);

    /// <summary>How often each address is picked.</summary>
    public static Dictionary<string, int> Pick(this CompiledUpstream upstream, int times)
    {
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < times; i++)
        {
            string picked = upstream.Peers().Picker.Pick(0, null)?.ToString() ?? "nobody";
            counts[picked] = counts.GetValueOrDefault(picked) + 1;
        }

        return counts;
    }

    private static Target TargetOf(string text)
    {
        string[] parts = text.Split('=');
        return new Target { Id = Guid.NewGuid(), Address = parts[0], Weight = parts.Length > 1 ? int.Parse(parts[1]) : 100 };
    }
}
