using System.Net;
using System.Net.Sockets;
using KongLite.Gateway.Naming;
using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Balancing;

/// <summary>
/// What an upstream's requests, probes and DNS records change: who is there, how they are, and whose turn it is. It belongs to the upstream's id and
/// is handed on from snapshot to snapshot; what no snapshot knows any more is garbage.
/// </summary>
internal sealed class UpstreamState
{
    // Of a row that has none; the schema's default.
    private const int DefaultWeight = 100;

    private static readonly ResolvedName NotYet = new(ResolvedName.Nothing, [], DateTimeOffset.MinValue);
    private readonly Lock _gate = new();
    private readonly Rotation _rotation = new();
    private Dictionary<(IPAddress Ip, int Port, string Host), AddressState> _addresses = [];
    private IReadOnlyDictionary<string, ResolvedName> _names = new Dictionary<string, ResolvedName>();
    private CompiledUpstream? _followed;
    private PeerSet? _peers;
    private TaskCompletionSource? _incomplete;

    /// <summary>Who is there now; null: nobody has looked yet.</summary>
    public PeerSet? Peers => Volatile.Read(ref _peers);

    /// <summary>Completes when every target's name has been looked up.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _incomplete?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }

    /// <summary>Follows another version of the upstream from now on.</summary>
    /// <param name="upstream">The version.</param>
    /// <param name="names">What is known of the targets' names; those that are missing have no addresses yet.</param>
    public void Follow(CompiledUpstream upstream, IReadOnlyDictionary<string, ResolvedName> names)
    {
        lock (_gate)
        {
            // What was found out before checks were switched off says nothing when they are switched on again.
            foreach (AddressState address in upstream.Health.IsOn ? [] : (IEnumerable<AddressState>)_addresses.Values)
            {
                address.Set(isHealthy: true);
            }

            _followed = upstream;
            Replace(upstream, names);
        }
    }

    /// <summary>Takes looked up names in, unless the upstream has changed meanwhile.</summary>
    public void Resolve(CompiledUpstream upstream, IReadOnlyDictionary<string, ResolvedName> names)
    {
        lock (_gate)
        {
            // Records run out every few seconds and hardly ever change.
            if (ReferenceEquals(upstream, _followed) && !AreSame(names, _names))
            {
                Replace(upstream, names);
            }
        }
    }

    /// <summary>Takes a report on an address in.</summary>
    /// <returns>Whether the address has become available or not.</returns>
    public bool Report(Peer peer, HealthReport report, HealthLimits limits)
    {
        if (!peer.State.Take(report, limits.For(report)))
        {
            return false;
        }

        Weigh();
        return true;
    }

    /// <summary>Sets the health of addresses by hand.</summary>
    public void Set(IEnumerable<Peer> peers, bool isHealthy)
    {
        foreach (Peer peer in peers)
        {
            peer.State.Set(isHealthy);
        }

        Weigh();
    }

    private void Weigh()
    {
        lock (_gate)
        {
            _peers?.Weigh();
        }
    }

    private static bool AreSame(IReadOnlyDictionary<string, ResolvedName> names, IReadOnlyDictionary<string, ResolvedName> others)
    {
        if (names.Count != others.Count)
        {
            return false;
        }

        foreach ((string name, ResolvedName found) in names)
        {
            if (!others.TryGetValue(name, out ResolvedName? other)
                || found.RecordType != other.RecordType
                || found.Addresses.Count != other.Addresses.Count
                || !found.Addresses.ToHashSet().SetEquals(other.Addresses))
            {
                return false;
            }
        }

        return true;
    }

    private void Replace(CompiledUpstream upstream, IReadOnlyDictionary<string, ResolvedName> names)
    {
        var addresses = new Dictionary<(IPAddress, int, string), AddressState>();
        var hosts = new PeerHost[upstream.Targets.Count];
        bool isComplete = true;
        int count = 0;
        for (int i = 0; i < hosts.Length; i++)
        {
            ResolvedName? resolved = Find(upstream.Addresses[i], names);
            isComplete &= resolved is not null;
            hosts[i] = HostOf(upstream, i, resolved ?? NotYet, count, addresses);
            count += hosts[i].Peers.Length;
        }

        _addresses = addresses;
        _names = names;
        Volatile.Write(ref _peers, new PeerSet(upstream, hosts, isComplete, _rotation));
        if (!isComplete)
        {
            _incomplete ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        else
        {
            _incomplete?.SetResult();
            _incomplete = null;
        }
    }

    private PeerHost HostOf(
        CompiledUpstream upstream, int index, ResolvedName resolved, int first, Dictionary<(IPAddress, int, string), AddressState> addresses)
    {
        Target target = upstream.Targets[index];
        TargetAddress address = upstream.Addresses[index];
        int weight = target.Weight ?? DefaultWeight;
        var peers = new Peer[resolved.Addresses.Count];
        for (int i = 0; i < peers.Length; i++)
        {
            ResolvedAddress each = resolved.Addresses[i];
            string name = upstream.Upstream.UseSrvName == true ? address.Host : each.Name ?? address.Host;
            int port = each.Port ?? address.Port;
            int share = weight == 0 ? 0 : each.Weight is { } said ? Math.Max(1, said) : weight;
            peers[i] = new Peer(first + i, each.Ip, port, name, share, StateOf((each.Ip, port, address.Host), addresses));
        }

        return new PeerHost(target.Id, address, weight, resolved.RecordType, peers);
    }

    private static ResolvedName? Find(TargetAddress address, IReadOnlyDictionary<string, ResolvedName> names) => address.Ip is { } ip
        ? new ResolvedName(ip.AddressFamily == AddressFamily.InterNetworkV6 ? "AAAA" : "A", [new ResolvedAddress(ip)], DateTimeOffset.MaxValue)
        : names.GetValueOrDefault(address.Host);

    private AddressState StateOf((IPAddress, int, string) key, Dictionary<(IPAddress, int, string), AddressState> addresses)
    {
        if (!addresses.TryGetValue(key, out AddressState? state))
        {
            addresses[key] = state = _addresses.GetValueOrDefault(key) ?? new AddressState();
        }

        return state;
    }
}
