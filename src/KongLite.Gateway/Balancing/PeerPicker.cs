using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Balancing;

/// <summary>One way of picking an address. It is made for one set of peers and shared by all requests.</summary>
/// <param name="peers">The peers.</param>
/// <param name="isChecked">Whether their health counts.</param>
internal abstract class PeerPicker(Peer[] peers, bool isChecked)
{
    /// <summary>The peers.</summary>
    protected Peer[] Peers { get; } = peers;

    /// <summary>Picks.</summary>
    /// <param name="hash">Hash of the request's key; only consistent hashing looks at it.</param>
    /// <param name="failed">Those that failed this request already: not again while there are others. Null: none.</param>
    /// <returns>Null: nobody is available.</returns>
    public Peer? Pick(uint hash, List<AddressState>? failed) => Choose(hash, failed) ?? (failed is null ? null : Choose(hash, failed: null));

    /// <summary>The picker of an algorithm.</summary>
    public static PeerPicker Create(Upstream upstream, Peer[] peers, bool isChecked, Rotation rotation) => upstream.Algorithm switch
    {
        BalancerAlgorithm.LeastConnections => new LeastConnections(peers, isChecked, rotation),
        BalancerAlgorithm.Latency => new LowestLatency(peers, isChecked, rotation),
        BalancerAlgorithm.ConsistentHashing when upstream.HashOn is { } input and not HashInput.None => new ConsistentHashing(peers, isChecked),
        _ => new RoundRobin(peers, isChecked, rotation),
    };

    /// <summary>Picks among those that are available and not in the list.</summary>
    protected abstract Peer? Choose(uint hash, List<AddressState>? failed);

    /// <summary>Whether a peer may be picked.</summary>
    protected bool IsEligible(Peer peer, List<AddressState>? failed) =>
        peer.Weight > 0 && (!isChecked || peer.State.IsHealthy) && (failed is null || !failed.Contains(peer.State));
}
