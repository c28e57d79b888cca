namespace KongLite.Gateway.Balancing;

/// <summary>The addresses of an upstream at one time, ready to be picked from. Replaced whole when targets or their DNS records change.</summary>
internal sealed class PeerSet
{
    private volatile bool _isHealthy;

    /// <summary>A set.</summary>
    /// <param name="upstream">The upstream.</param>
    /// <param name="hosts">Its targets with their addresses.</param>
    /// <param name="isComplete">Whether every target's name has been looked up.</param>
    /// <param name="rotation">Whose turn it is.</param>
    public PeerSet(CompiledUpstream upstream, PeerHost[] hosts, bool isComplete, Rotation rotation)
    {
        Upstream = upstream;
        Hosts = hosts;
        IsComplete = isComplete;
        Peers = [.. hosts.SelectMany(host => host.Peers)];
        Picker = PeerPicker.Create(upstream.Upstream, Peers, upstream.Health.IsOn, rotation);
        Weigh();
    }

    /// <summary>The upstream.</summary>
    public CompiledUpstream Upstream { get; }

    /// <summary>Its targets.</summary>
    public IReadOnlyList<PeerHost> Hosts { get; }

    /// <summary>Whether every target's name has been looked up; until then some may be missing.</summary>
    public bool IsComplete { get; }

    /// <summary>All addresses, at the places that they name.</summary>
    public Peer[] Peers { get; }

    /// <summary>Picks one.</summary>
    public PeerPicker Picker { get; }

    /// <summary>Whether enough of the weight is available for the upstream to be used at all.</summary>
    public bool IsHealthy => _isHealthy;

    /// <summary>Whether an address is available.</summary>
    public bool IsAvailable(Peer peer) => !Upstream.Health.IsOn || peer.State.IsHealthy;

    /// <summary>Finds out anew whether the set is healthy, after an address has become available or not.</summary>
    public void Weigh()
    {
        long total = 0;
        long available = 0;
        foreach (Peer peer in Peers)
        {
            total += peer.Weight;
            available += IsAvailable(peer) ? peer.Weight : 0;
        }

        _isHealthy = total > 0 && available * 100.0 / total > Upstream.Health.Threshold;
    }
}
