using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Tls;

/// <summary>The certificates of a snapshot: by server name for clients, by id for services and upstreams.</summary>
internal sealed class CertificateTable
{
    private readonly Dictionary<Guid, CompiledCertificate> _byId;
    private readonly IReadOnlyDictionary<Guid, IEntity> _names;
    private readonly HashSet<TlsCertificate> _clients;
    private readonly Dictionary<string, ServerCertificate>.AlternateLookup<ReadOnlySpan<char>> _whole = Table();
    private readonly Dictionary<string, ServerCertificate>.AlternateLookup<ReadOnlySpan<char>> _leading = Table();
    private readonly Dictionary<string, ServerCertificate>.AlternateLookup<ReadOnlySpan<char>> _trailing = Table();
    private readonly ServerCertificate? _any;

    /// <summary>A table.</summary>
    /// <param name="byId">The certificates.</param>
    /// <param name="names">The rows of the server names, by id.</param>
    public CertificateTable(Dictionary<Guid, CompiledCertificate> byId, IReadOnlyDictionary<Guid, IEntity> names)
    {
        _byId = byId;
        _names = names;
        _clients = [.. byId.Values.Select(each => each.Certificate?.Main).OfType<TlsCertificate>()];
        foreach (IEntity row in names.Values)
        {
            var sni = (Sni)row;
            if (byId.GetValueOrDefault(sni.CertificateId)?.Certificate is not { } certificate)
            {
                continue;
            }

            HasPairs |= certificate.IsPair;
            if (sni.Name == "*")
            {
                _any = certificate;
            }
            else if (sni.Name.StartsWith('*'))
            {
                _leading[sni.Name.AsSpan(1)] = certificate;
            }
            else if (sni.Name.EndsWith('*'))
            {
                _trailing[sni.Name.AsSpan(0, sni.Name.Length - 1)] = certificate;
            }
            else
            {
                _whole[sni.Name] = certificate;
            }
        }
    }

    /// <summary>No certificates.</summary>
    public static CertificateTable Empty { get; } = new([], new Dictionary<Guid, IEntity>());

    /// <summary>Whether there is a name whose certificate depends on what the client can verify.</summary>
    public bool HasPairs { get; }

    /// <summary>
    /// The certificate for a server name: that of the name, of <c>*.</c> in place of its first label, of <c>.*</c> in place of its last, or of <c>*</c>;
    /// null: the listener's own. The case of letters does not matter.
    /// </summary>
    /// <remarks>As in Kong, <c>*.example</c> with nothing further is not looked for: the rest of the name has to have two labels.</remarks>
    public ServerCertificate? Find(ReadOnlySpan<char> name)
    {
        if (_whole.TryGetValue(name, out ServerCertificate? found))
        {
            return found;
        }

        int first = name.IndexOf('.');
        int last = name.LastIndexOf('.');
        if (first < last && _leading.TryGetValue(name[first..], out found))
        {
            return found;
        }

        return last >= 0 && _trailing.TryGetValue(name[..(last + 1)], out found) ? found : _any;
    }

    /// <summary>What a row has become; null: it has to be compiled.</summary>
    public CompiledCertificate? Known(Certificate row) =>
        _byId.TryGetValue(row.Id, out CompiledCertificate? known) && ReferenceEquals(known.Row, row) ? known : null;

    /// <summary>The certificate of this id as services are shown it; null: there is none that can be used.</summary>
    public TlsCertificate? Client(Guid? id) => id is { } known ? _byId.GetValueOrDefault(known)?.Certificate?.Main : null;

    /// <summary>Whether a certificate is one that services may be shown.</summary>
    public bool Contains(TlsCertificate certificate) => _clients.Contains(certificate);

    /// <summary>Whether the table is of these very rows.</summary>
    public bool IsOf(IReadOnlyDictionary<Guid, IEntity> certificates, IReadOnlyDictionary<Guid, IEntity> names)
    {
        if (certificates.Count != _byId.Count || names.Count != _names.Count)
        {
            return false;
        }

        foreach (IEntity row in certificates.Values)
        {
            if (Known((Certificate)row) is null)
            {
                return false;
            }
        }

        foreach ((Guid id, IEntity row) in names)
        {
            if (!ReferenceEquals(_names.GetValueOrDefault(id), row))
            {
                return false;
            }
        }

        return true;
    }

    private static Dictionary<string, ServerCertificate>.AlternateLookup<ReadOnlySpan<char>> Table() =>
        new Dictionary<string, ServerCertificate>(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
