using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Tls;

/// <summary>The authorities that the services of a snapshot name. Services that name the same share them, and with them their connections.</summary>
/// <param name="sets">The authorities by the key of their ids.</param>
internal sealed class AuthorityTable(Dictionary<string, TrustedAuthorities> sets)
{
    /// <summary>No authorities.</summary>
    public static AuthorityTable Empty { get; } = new([]);

    /// <summary>What the authorities of these ids are found under.</summary>
    public static string KeyOf(IReadOnlyList<Guid> ids) => string.Join(' ', ids.Distinct());

    /// <summary>The authorities of these ids, which a service names that may be verified.</summary>
    public TrustedAuthorities Of(IReadOnlyList<Guid> ids) => sets[KeyOf(ids)];

    /// <summary>What is known under a key, if it is of these very rows; null: it has to be made.</summary>
    public TrustedAuthorities? Known(string key, IReadOnlyList<CaCertificate> rows) =>
        sets.TryGetValue(key, out TrustedAuthorities? known) && known.IsOf(rows) ? known : null;

    /// <summary>Whether authorities are some of these.</summary>
    public bool Contains(TrustedAuthorities authorities) => sets.ContainsValue(authorities);
}
