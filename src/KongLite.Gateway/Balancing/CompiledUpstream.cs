using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Balancing;

/// <summary>An upstream with its targets, in the form that requests need. What changes by itself is in its <see cref="State"/>.</summary>
internal sealed class CompiledUpstream
{
    /// <summary>Compiles an upstream.</summary>
    /// <param name="upstream">The upstream.</param>
    /// <param name="targets">Its targets.</param>
    /// <param name="state">Its state, of an earlier snapshot if there is one.</param>
    public CompiledUpstream(Upstream upstream, IReadOnlyList<Target> targets, UpstreamState state)
    {
        Upstream = upstream;
        // The order decides nothing but ties, and must not change from build to build.
        Targets = [.. targets.OrderBy(target => target.Address, StringComparer.Ordinal)];
        Addresses = [.. Targets.Select(target => TargetAddress.Parse(target.Address))];
        Health = new HealthRules(upstream.Healthchecks);
        Hash = HashInputs.Of(upstream);
        State = state;
    }

    /// <summary>The upstream.</summary>
    public Upstream Upstream { get; }

    /// <summary>Its targets.</summary>
    public IReadOnlyList<Target> Targets { get; }

    /// <summary>Their addresses, at the same places.</summary>
    public IReadOnlyList<TargetAddress> Addresses { get; }

    /// <summary>How health is found out.</summary>
    public HealthRules Health { get; }

    /// <summary>What is hashed; null: nothing.</summary>
    public HashInputs? Hash { get; }

    /// <summary>Who is there, and how they are.</summary>
    public UpstreamState State { get; }

    /// <summary>Whether it was compiled from these very rows.</summary>
    public bool IsOf(Upstream upstream, IReadOnlyList<Target> targets) =>
        ReferenceEquals(upstream, Upstream) && new HashSet<object>(targets, ReferenceEqualityComparer.Instance).SetEquals(Targets);
}
