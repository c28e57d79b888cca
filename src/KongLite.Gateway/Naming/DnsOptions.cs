using System.Net;

namespace KongLite.Gateway.Naming;

/// <summary>How names are turned into addresses (Kong: the <c>dns_*</c> settings).</summary>
public sealed record DnsOptions
{
    /// <summary>The name servers (<c>dns_resolver</c>). Empty: the system's.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>File with names that need no server (<c>dns_hostsfile</c>). A missing file has none.</summary>
    public string HostsFile { get; init; } = "/etc/hosts";

    /// <summary>The record types to ask for, in order, until one is there (<c>dns_order</c>).</summary>
    public IReadOnlyList<DnsOrder> Order { get; init; } = [DnsOrder.Last, DnsOrder.Srv, DnsOrder.A, DnsOrder.Cname];

    /// <summary>How long answers are good for (<c>dns_valid_ttl</c>). Null: as they say.</summary>
    public TimeSpan? ValidTtl { get; init; }

    /// <summary>How long an answer that has expired is used while a new one is fetched (<c>dns_stale_ttl</c>).</summary>
    public TimeSpan StaleTtl { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long it is remembered that a name means nothing (<c>dns_not_found_ttl</c>).</summary>
    public TimeSpan NotFoundTtl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it is remembered that servers failed (<c>dns_error_ttl</c>).</summary>
    public TimeSpan ErrorTtl { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many names are remembered (<c>dns_cache_size</c>).</summary>
    public int CacheSize { get; init; } = 10_000;
}

/// <summary>A step of <see cref="DnsOptions.Order"/>.</summary>
public enum DnsOrder
{
    /// <summary>The type that the name had last time.</summary>
    Last,

    /// <summary>SRV records: names with ports and weights.</summary>
    Srv,

    /// <summary>IPv4 addresses.</summary>
    A,

    /// <summary>IPv6 addresses.</summary>
    Aaaa,

    /// <summary>Aliases. Answers for addresses contain them already, so that this step has nothing to do.</summary>
    Cname,
}
