using KongLite.Gateway.Snapshot;

namespace KongLite.Gateway.Balancing;

/// <summary>What others may know of the health of upstreams on this node, and what they may set.</summary>
public sealed class UpstreamHealth(GatewayState state)
{
    /// <summary>How an upstream is, once the names of its targets have been looked up.</summary>
    /// <param name="upstream">Id of the upstream.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null: the proxy does not know the upstream.</returns>
    public async ValueTask<UpstreamReport?> ReportAsync(Guid upstream, CancellationToken cancellationToken)
    {
        if (state.Current.Upstreams.Find(upstream)?.State is not { } live)
        {
            return null;
        }

        await live.WaitAsync(cancellationToken);
        return live.Peers is { } peers ? Report(peers) : null;
    }

    /// <summary>Sets the health of a target, or of one of its addresses.</summary>
    /// <param name="upstream">Id of the upstream.</param>
    /// <param name="target">Id of the target.</param>
    /// <param name="address"><c>ip:port</c>, or an address alone for port 8000. Null: all addresses of the target.</param>
    /// <param name="isHealthy">The health.</param>
    /// <returns>Why it cannot be set, in Kong's words; null: it is set, or the target has no such address.</returns>
    public string? Set(Guid upstream, Guid target, string? address, bool isHealthy)
    {
        CompiledUpstream? compiled = state.Current.Upstreams.Find(upstream);
        if (compiled?.State.Peers is not { } peers)
        {
            return $"Upstream {compiled?.Upstream.Name ?? upstream.ToString("D")} has no balancer";
        }

        if (!peers.Upstream.Health.IsOn)
        {
            return $"no healthchecker found for {compiled.Upstream.Name}";
        }

        TargetAddress? wanted = address is null ? null : TargetAddress.Parse(address);
        compiled.State.Set(
            peers.Hosts
                .Where(host => host.TargetId == target)
                .SelectMany(host => host.Peers)
                .Where(peer => wanted is not { } one || (one.Port == peer.Port && peer.Ip.Equals(one.Ip))),
            isHealthy);
        return null;
    }

    private static UpstreamReport Report(PeerSet peers) => new(
        peers.Upstream.Health.IsOn,
        peers.IsHealthy,
        [
            .. peers.Hosts.Select(host => new TargetReport(
                host.TargetId,
                host.Address.Host,
                host.Address.Port,
                host.RecordType,
                host.Weight,
                [.. host.Peers.Select(peer => new AddressReport(peer.Host, peer.Port, peer.Weight, peers.IsAvailable(peer)))])),
        ]);
}
