using KongLite.Gateway.Vaults;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Tls;

/// <summary>Makes rows ready for handshakes. What belongs to a row that is the same object as before is taken over.</summary>
internal sealed partial class CertificateCompiler(VaultReferences references, ILogger<CertificateCompiler> logger)
{
    /// <summary>The table of these rows.</summary>
    /// <param name="certificates">The certificates, by id.</param>
    /// <param name="names">The server names, by id.</param>
    /// <param name="vaults">Where certificates and keys may be that a row only names.</param>
    /// <param name="hasSameSecrets">Whether the vaults are those of the table before.</param>
    /// <param name="previous">The table before it; the same object is given back when nothing has changed.</param>
    public CertificateTable Build(
        IReadOnlyDictionary<Guid, IEntity> certificates,
        IReadOnlyDictionary<Guid, IEntity> names,
        VaultTable vaults,
        bool hasSameSecrets,
        CertificateTable previous)
    {
        if (hasSameSecrets && previous.IsOf(certificates, names))
        {
            return previous;
        }

        var byId = new Dictionary<Guid, CompiledCertificate>(certificates.Count);
        foreach (IEntity row in certificates.Values)
        {
            var certificate = (Certificate)row;
            CompiledCertificate? known = hasSameSecrets || !HasReferences(certificate) ? previous.Known(certificate) : null;
            byId[certificate.Id] = known ?? new CompiledCertificate(certificate, Compile(certificate, vaults));
        }

        // The rows' own dictionary goes on to change.
        return new CertificateTable(byId, new Dictionary<Guid, IEntity>(names));
    }

    /// <summary>The table of these rows.</summary>
    /// <param name="rows">The authorities' certificates, by id.</param>
    /// <param name="services">The services, which say which of them they trust.</param>
    /// <param name="previous">The table before it.</param>
    public AuthorityTable Build(IReadOnlyDictionary<Guid, IEntity> rows, IEnumerable<IEntity> services, AuthorityTable previous)
    {
        var sets = new Dictionary<string, TrustedAuthorities>(StringComparer.Ordinal);
        foreach (IEntity row in services)
        {
            if (row is not Service { TlsVerify: not false, CaCertificates: { } ids } service)
            {
                continue;
            }

            string key = AuthorityTable.KeyOf(ids);
            if (!sets.ContainsKey(key))
            {
                List<CaCertificate> found = [.. ids.Distinct().Select(id => rows.GetValueOrDefault(id)).OfType<CaCertificate>()];
                sets[key] = previous.Known(key, found) ?? Trust(service, ids, found);
            }
        }

        return new AuthorityTable(sets);
    }

    private TrustedAuthorities Trust(Service service, IReadOnlyList<Guid> ids, List<CaCertificate> found)
    {
        if (found.Count < ids.Distinct().Count())
        {
            MissingAuthorities(service.Id);
        }

        return TrustedAuthorities.Of(found);
    }

    private static bool HasReferences(Certificate row) =>
        VaultReference.Is(row.Cert) || VaultReference.Is(row.Key) || VaultReference.Is(row.CertAlt) || VaultReference.Is(row.KeyAlt);

    private ServerCertificate? Compile(Certificate row, VaultTable vaults)
    {
        TlsCertificate? main = Load(row.Id, row.Cert, row.Key, vaults);
        TlsCertificate? alternative = row is { CertAlt: { } cert, KeyAlt: { } key } ? Load(row.Id, cert, key, vaults) : null;
        return main is not null ? new ServerCertificate(main, alternative) : alternative is not null ? new ServerCertificate(alternative, null) : null;
    }

    private TlsCertificate? Load(Guid id, string certificate, string key, VaultTable vaults)
    {
        TlsCertificate? loaded = TlsCertificate.Load(Text(certificate, vaults), Text(key, vaults), out string? error);
        if (loaded is null)
        {
            NotServed(id, error!);
        }

        return loaded;
    }

    private string Text(string value, VaultTable vaults) => VaultReference.Is(value) ? references.Resolve(value, vaults) : value;

    [LoggerMessage(Level = LogLevel.Error, Message = "certificate {Id} cannot be used, nobody is shown it: {Reason}")]
    private partial void NotServed(Guid id, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "service {Id} names authorities in ca_certificates that do not exist; it trusts the others")]
    private partial void MissingAuthorities(Guid id);
}
