using System.Net;
using KongLite.Gateway.Balancing;
using KongLite.Gateway.Naming;
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
    // One for each address of the upstream, or of the name; made anew with the set of addresses, so that nothing heaps up.
    private Memo? _peers;
    private NameMemo? _addresses;
    private Rotation? _rotation;

    /// <summary>The service.</summary>
    public Service Service => service;

    /// <summary>Whether its host is an address, and not a name that stands for one or more.</summary>
    public bool IsAddress { get; } = IPAddress.TryParse(service.Host, out _);

    /// <summary>The service at its host as it is written; not used when there is an upstream.</summary>
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

    /// <summary>The service at the address of its name whose turn it is; under the name itself when that has no address, so that the try says why.</summary>
    public Target At(ResolvedName name, Balancer balancer)
    {
        if (name.Addresses.Count == 0)
        {
            return target;
        }

        NameMemo? memo = Volatile.Read(ref _addresses);
        if (!ReferenceEquals(memo?.Name, name))
        {
            int[] weights = [.. name.Addresses.Select(each => Math.Max(1, each.Weight ?? 1))];
            memo = new NameMemo(name, Wheel.Of(weights), new Target?[weights.Length]);
            Volatile.Write(ref _addresses, memo);
        }

        Rotation rotation = LazyInitializer.EnsureInitialized(ref _rotation);
        int turn = memo!.Wheel[rotation.Next(memo.Wheel.Length)];
        return memo.Targets[turn] ??= balancer.Make(this, name.Addresses[turn]);
    }

    private sealed record NameMemo(ResolvedName Name, int[] Wheel, Target?[] Targets);

    private sealed record Memo(PeerSet Set, Target?[] Targets);
}
