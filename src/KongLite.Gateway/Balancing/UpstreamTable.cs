using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Balancing;

/// <summary>The upstreams of a snapshot.</summary>
internal sealed class UpstreamTable
{
    private readonly Dictionary<Guid, CompiledUpstream> _byId;
    private readonly Dictionary<string, CompiledUpstream> _byName;

    private UpstreamTable(Dictionary<Guid, CompiledUpstream> byId)
    {
        _byId = byId;
        _byName = byId.Values.ToDictionary(each => each.Upstream.Name, StringComparer.Ordinal);
    }

    /// <summary>No upstreams.</summary>
    public static UpstreamTable Empty { get; } = new([]);

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<CompiledUpstream> All => _byId.Values;

    /// <summary>The table of these rows.</summary>
    /// <param name="upstreams">The upstreams, by id.</param>
    /// <param name="targets">The targets, by id.</param>
    /// <param name="certificates">The certificates that upstreams name.</param>
    /// <param name="previous">The table before it, from which states are taken over, and whatever has not changed.</param>
    public static UpstreamTable Build(
        IReadOnlyDictionary<Guid, IEntity> upstreams,
        IReadOnlyDictionary<Guid, IEntity> targets,
        CertificateTable certificates,
        UpstreamTable previous)
    {
        if (upstreams.Count == 0)
        {
            return Empty;
        }

        ILookup<Guid, Target> byUpstream = targets.Values.Cast<Target>().ToLookup(target => target.UpstreamId);
        var byId = new Dictionary<Guid, CompiledUpstream>(upstreams.Count);
        foreach (IEntity row in upstreams.Values)
        {
            var upstream = (Upstream)row;
            List<Target> own = [.. byUpstream[upstream.Id]];
            CompiledUpstream? known = previous.Find(upstream.Id);
            TlsCertificate? client = certificates.Client(upstream.ClientCertificateId);
            byId[upstream.Id] = known?.IsOf(upstream, own, client) == true
                ? known : new CompiledUpstream(upstream, own, client, known?.State ?? new UpstreamState());
        }

        return new UpstreamTable(byId);
    }

    /// <summary>The upstream with this id, or null.</summary>
    public CompiledUpstream? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>The upstream of this name, or null: the name is that of a host.</summary>
    public CompiledUpstream? Find(string name) => _byName.GetValueOrDefault(name);
}
