using KongLite.Gateway.Snapshot;
using KongLite.Sdk.Storage;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Balancing;

/// <summary>What others may know of the health of upstreams on this node, and what they may set.</summary>
/// <param name="state">What the proxy follows.</param>
/// <param name="logger">Where it is told that the other nodes could not be.</param>
/// <param name="events">The way to the other nodes; null: there are none.</param>
public sealed partial class UpstreamHealth(GatewayState state, ILogger<UpstreamHealth> logger, IClusterEvents? events = null)
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

    /// <summary>Sets the health of a target, or of one of its addresses, here and on the other nodes.</summary>
    /// <param name="upstream">Id of the upstream.</param>
    /// <param name="target">Id of the target.</param>
    /// <param name="address"><c>ip:port</c>, or an address alone for port 8000. Null: all addresses of the target.</param>
    /// <param name="isHealthy">The health.</param>
    /// <returns>Why it cannot be set, in Kong's words; null: it is set, or the target has no such address.</returns>
    public async ValueTask<string?> SetAsync(Guid upstream, Guid target, string? address, bool isHealthy)
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
        if (events is not null && peers.Hosts.FirstOrDefault(host => host.TargetId == target) is { } set && wanted is null or { Ip: not null })
        {
            int port = wanted?.Port ?? set.Address.Port;
            await PublishAsync(events, new HealthMessage(set.Address.Host, wanted?.Ip, port, isHealthy, upstream, compiled.Upstream.Name));
        }

        return null;
    }

    /// <summary>Takes over what was set on another node. An upstream or a target that is not known here is not worth a word: it may be gone.</summary>
    internal void Take(HealthMessage message)
    {
        if (state.Current.Upstreams.Find(message.UpstreamId)?.State is not { Peers: { Upstream.Health.IsOn: true } peers } live)
        {
            return;
        }

        live.Set(peers.Hosts.SelectMany(host => host.Peers.Where(peer => message.IsAbout(host.Address, peer))), message.IsHealthy);
    }

    private async ValueTask PublishAsync(IClusterEvents others, HealthMessage message)
    {
        try
        {
            // It is in force here: whoever asked for it may have gone, the others hear of it nevertheless.
            await others.PublishAsync(HealthMessage.Channel, message.ToString(), CancellationToken.None);
        }
        catch (StoreException error)
        {
            NotPublished(message.UpstreamName, message.Host, error.Message);
        }
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

    [LoggerMessage(Level = LogLevel.Error, Message = "upstream {Upstream}: the other nodes were not told the health of {Target}: {Reason}")]
    private partial void NotPublished(string upstream, string target, string reason);
}
