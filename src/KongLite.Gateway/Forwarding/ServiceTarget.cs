using KongLite.Gateway.Balancing;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Forwarding;

/// <summary>Where a service is.</summary>
/// <param name="service">The service.</param>
/// <param name="target">Its own address.</param>
/// <param name="upstream">The upstream that its host names; null: the host is an address or the name of one.</param>
/// <param name="tls">What it is shown and asked for, if TLS is spoken; without what an upstream has to say.</param>
internal sealed class ServiceTarget(Service service, Target target, UpstreamState? upstream, UpstreamTls tls)
{
    // One for each address of the upstream; made anew with its set of addresses, so that nothing heaps up.
    private Memo? _peers;

    /// <summary>The service.</summary>
    public Service Service => service;

    /// <summary>Its own address; not used when there is an upstream.</summary>
    public Target Target => target;

    /// <summary>The upstream that its host names; null: the host is an address or the name of one.</summary>
    public UpstreamState? Upstream => upstream;

    /// <summary>What it is shown and asked for, if TLS is spoken; without what an upstream has to say.</summary>
    public UpstreamTls Tls => tls;

    /// <summary>The service at an address of its upstream.</summary>
    public Target At(PeerSet set, Peer peer, Balancer balancer)
    {
        Memo? memo = Volatile.Read(ref _peers);
        if (!ReferenceEquals(memo?.Set, set))
        {
            memo = new Memo(set, new Target?[set.Peers.Length]);
            Volatile.Write(ref _peers, memo);
        }

        return memo!.Targets[peer.Index] ??= balancer.Make(this, Balancer.IsTls(service), set, peer);
    }

    private sealed record Memo(PeerSet Set, Target?[] Targets);
}
