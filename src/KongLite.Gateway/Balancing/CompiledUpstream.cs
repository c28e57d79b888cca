using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Balancing;

/// <summary>An upstream with its targets, in the form that requests need. What changes by itself is in its <see cref="State"/>.</summary>
internal sealed class CompiledUpstream
{
    /// <summary>Compiles an upstream.</summary>
    /// <param name="upstream">The upstream.</param>
    /// <param name="targets">Its targets.</param>
    /// <param name="clientCertificate">The certificate that its targets are shown when they ask for one; null: none of its own, or one that cannot be used.</param>
    /// <param name="state">Its state, of an earlier snapshot if there is one.</param>
    public CompiledUpstream(Upstream upstream, IReadOnlyList<Target> targets, TlsCertificate? clientCertificate, UpstreamState state)
    {
        Upstream = upstream;
        // The order decides nothing but ties, and must not change from build to build.
        Targets = [.. targets.OrderBy(target => target.Address, StringComparer.Ordinal)];
        Addresses = [.. Targets.Select(target => TargetAddress.Parse(target.Address))];
        ClientCertificate = clientCertificate;
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

    /// <summary>The certificate that its targets are shown when they ask for one; null: none of its own, or one that cannot be used.</summary>
    public TlsCertificate? ClientCertificate { get; }

    /// <summary>How health is found out.</summary>
    public HealthRules Health { get; }

    /// <summary>What is hashed; null: nothing.</summary>
    public HashInputs? Hash { get; }

    /// <summary>Who is there, and how they are.</summary>
    public UpstreamState State { get; }

    /// <summary>Whether it was compiled from these very rows.</summary>
    public bool IsOf(Upstream upstream, IReadOnlyList<Target> targets, TlsCertificate? clientCertificate) =>
        ReferenceEquals(upstream, Upstream) && ReferenceEquals(clientCertificate, ClientCertificate) && new HashSet<object>(targets, ReferenceEqualityComparer.Instance).SetEquals(Targets);
}
