namespace KongLite.Settings;

/// <summary>How names of services and targets are turned into addresses.</summary>
internal sealed partial record NodeSettings
{
    /// <summary>Name servers, as <c>ip</c> or <c>ip:port</c>. Empty: those of the system.</summary>
    [NameServers]
    public IReadOnlyList<string> DnsResolver { get; init; } = [];

    /// <summary>File with names that need no server. Read at start.</summary>
    [HostsFile]
    public string DnsHostsfile { get; init; } = HostsFileAttribute.Usual;

    /// <summary>Record types to ask for, in order: <c>LAST</c> (what the name had last time), <c>SRV</c>, <c>A</c>, <c>AAAA</c>, <c>CNAME</c>.</summary>
    [DnsSteps]
    public IReadOnlyList<string> DnsOrder { get; init; } = ["LAST", "SRV", "A", "CNAME"];

    /// <summary>How long answers are good for, in seconds. Unset: as they say.</summary>
    [AtLeast(0)]
    public double? DnsValidTtl { get; init; }

    /// <summary>How long an answer that has expired is used while a new one is fetched, in seconds.</summary>
    [AtLeast(0)]
    public double DnsStaleTtl { get; init; } = 3600;

    /// <summary>How long it is remembered that a name means nothing, in seconds.</summary>
    [AtLeast(0)]
    public double DnsNotFoundTtl { get; init; } = 30;

    /// <summary>How long it is remembered that servers failed, in seconds.</summary>
    [AtLeast(0)]
    public double DnsErrorTtl { get; init; } = 1;

    /// <summary>How many names are remembered.</summary>
    [AtLeast(1)]
    public int DnsCacheSize { get; init; } = 10000;
}
