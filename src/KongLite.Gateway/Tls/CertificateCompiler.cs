using KongLite.Gateway.Vaults;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Tls;

/// <summary>Makes rows ready for handshakes. What belongs to a row that is the same object as before is taken over.</summary>
internal sealed partial class CertificateCompiler(VaultReferences vaults, ILogger<CertificateCompiler> logger)
{
    /// <summary>The table of these rows.</summary>
    /// <param name="certificates">The certificates, by id.</param>
    /// <param name="names">The server names, by id.</param>
    /// <param name="previous">The table before it; the same object is given back when nothing has changed.</param>
    public CertificateTable Build(IReadOnlyDictionary<Guid, IEntity> certificates, IReadOnlyDictionary<Guid, IEntity> names, CertificateTable previous)
    {
        if (previous.IsOf(certificates, names))
        {
            return previous;
        }

        var byId = new Dictionary<Guid, CompiledCertificate>(certificates.Count);
        foreach (IEntity row in certificates.Values)
        {
            var certificate = (Certificate)row;
            byId[certificate.Id] = previous.Known(certificate) ?? new CompiledCertificate(certificate, Compile(certificate));
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

    private ServerCertificate? Compile(Certificate row)
    {
        TlsCertificate? main = Load(row.Id, row.Cert, row.Key);
        TlsCertificate? alternative = row is { CertAlt: { } cert, KeyAlt: { } key } ? Load(row.Id, cert, key) : null;
        return main is not null ? new ServerCertificate(main, alternative) : alternative is not null ? new ServerCertificate(alternative, null) : null;
    }

    private TlsCertificate? Load(Guid id, string certificate, string key)
    {
        TlsCertificate? loaded = TlsCertificate.Load(Text(certificate), Text(key), out string? error);
        if (loaded is null)
        {
            NotServed(id, error!);
        }

        return loaded;
    }

    private string Text(string value) => VaultReference.Is(value) ? vaults.Resolve(value) : value;

    [LoggerMessage(Level = LogLevel.Error, Message = "certificate {Id} cannot be used, nobody is shown it: {Reason}")]
    private partial void NotServed(Guid id, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "service {Id} names authorities in ca_certificates that do not exist; it trusts the others")]
    private partial void MissingAuthorities(Guid id);
}
