using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace KongLite.Gateway.Naming;

/// <summary>Asks name servers for one name, in the order of record types that the settings give.</summary>
internal sealed class DnsQuery
{
    private static readonly ResolvedName Nowhere = new(ResolvedName.Nothing, [], DateTimeOffset.MaxValue);

    private readonly DnsOptions _options;
    private readonly DnsOrder[] _order;
    private readonly ResolverFile _system;
    private readonly HostsFile _hosts;
    private readonly LookupClient _client;
    private readonly TimeProvider _clock;

    public DnsQuery(DnsOptions options, ResolverFile system, HostsFile hosts, TimeProvider clock)
    {
        (_options, _system, _hosts, _clock) = (options, system, hosts, clock);
        _order = [.. options.Order];
        _client = new LookupClient(new LookupClientOptions(Servers(options, system))
        {
            UseCache = false,
            Timeout = system.Timeout,
            Retries = system.Attempts - 1,
            UseRandomNameServer = false,
        });
    }

    /// <summary>What needs no server: the hosts file, and names that are reserved (RFC 6761). Null: ask.</summary>
    public ResolvedName? Local(string name)
    {
        string host = name.TrimEnd('.');
        bool isLocalhost = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        foreach (DnsOrder step in _order)
        {
            bool isV6 = step == DnsOrder.Aaaa;
            if ((isV6 || step == DnsOrder.A) && (_hosts.Find(host, isV6) ?? (isLocalhost ? _hosts.Find("localhost", isV6) : null)) is { } known)
            {
                return known;
            }
        }

        return host.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase) ? Nowhere : null;
    }

    /// <summary>Asks.</summary>
    /// <param name="name">The name.</param>
    /// <param name="last">Type of the records that the name had last time; null: not known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ResolvedName> AskAsync(string name, string? last, CancellationToken cancellationToken)
    {
        string? failure = null;
        foreach (string candidate in Candidates(name))
        {
            foreach (QueryType type in Types(last))
            {
                Reply reply = await SendAsync(candidate, type, cancellationToken);
                failure = reply.Failure ?? failure;
                if (reply.IsLost)
                {
                    return Failed(failure);
                }

                if (reply.Message is { } message && await ReadAsync(message, type, cancellationToken) is { } resolved)
                {
                    return resolved;
                }
            }
        }

        return Failed(failure);
    }

    private static NameServer[] Servers(DnsOptions options, ResolverFile system)
    {
        IReadOnlyList<IPEndPoint> named = options.Servers.Count > 0 ? options.Servers : system.Servers;
        NameServer[] servers = named.Count > 0
            ? [.. named.Select(each => new NameServer(each))] : [.. NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false)];
        // What the system's own resolver does when it is told of no server.
        return servers.Length > 0 ? servers : [new NameServer(IPAddress.Loopback)];
    }

    private async Task<Reply> SendAsync(string name, QueryType type, CancellationToken cancellationToken)
    {
        try
        {
            IDnsQueryResponse message = await _client.QueryAsync(name, type, QueryClass.IN, cancellationToken);
            DnsHeaderResponseCode code = message.Header.ResponseCode;
            return code is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain
                ? new Reply(message)
                : new Reply(null, string.Create(CultureInfo.InvariantCulture, $"dns server error: {(int)code} {message.ErrorMessage.ToLowerInvariant()}"));
        }
        // A name that no query can hold.
        catch (ArgumentException error)
        {
            return new Reply(null, $"dns client error: {error.Message}");
        }
        catch (Exception error) when (error is DnsResponseException or DnsXidMismatchException or SocketException or InvalidOperationException)
        {
            return new Reply(null, $"dns client error: {error.Message}", IsLost: true);
        }
    }

    private ResolvedName Failed(string? failure)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        return failure is null
            ? new ResolvedName(ResolvedName.Nothing, [], now + _options.NotFoundTtl)
            : new ResolvedName(ResolvedName.Nothing, [], now + _options.ErrorTtl, failure);
    }

    private IEnumerable<string> Candidates(string name)
    {
        if (name.EndsWith('.'))
        {
            return [name];
        }

        IEnumerable<string> inDomains = _system.Search.Select(domain => $"{name}.{domain}");
        return name.Count(each => each == '.') >= _system.Dots ? [name, .. inDomains] : [.. inDomains, name];
    }

    private IEnumerable<QueryType> Types(string? last)
    {
        IEnumerable<QueryType?> steps = _order.Select(step => step switch
        {
            DnsOrder.Last => last switch { "SRV" => QueryType.SRV, "A" => QueryType.A, "AAAA" => QueryType.AAAA, _ => (QueryType?)null },
            DnsOrder.Srv => QueryType.SRV,
            DnsOrder.A => QueryType.A,
            DnsOrder.Aaaa => QueryType.AAAA,
            _ => null,
        });
        return steps.OfType<QueryType>().Distinct();
    }

    private async Task<ResolvedName?> ReadAsync(IDnsQueryResponse answer, QueryType type, CancellationToken cancellationToken)
    {
        if (type == QueryType.SRV)
        {
            SrvRecord[] records = [.. answer.Answers.SrvRecords()];
            return records.Length == 0 ? null : await FollowAsync(records, cancellationToken);
        }

        AddressRecord[] found = [.. answer.Answers.AddressRecords().Where(record => record.RecordType == (type == QueryType.AAAA ? ResourceRecordType.AAAA : ResourceRecordType.A))];
        return found.Length == 0 ? null : Make(type.ToString(), found, [.. found.Select(record => new ResolvedAddress(record.Address))]);
    }

    // Of SRV records only those that come first count, each with every address of the name it points to.
    private async Task<ResolvedName> FollowAsync(SrvRecord[] records, CancellationToken cancellationToken)
    {
        int first = records.Min(record => record.Priority);
        var addresses = new List<ResolvedAddress>();
        foreach (SrvRecord record in records.Where(record => record.Priority == first))
        {
            string target = record.Target.Value.TrimEnd('.');
            foreach (IPAddress ip in await AddressesOfAsync(target, cancellationToken))
            {
                addresses.Add(new ResolvedAddress(ip, record.Port, record.Weight, target));
            }
        }

        return Make("SRV", records, addresses);
    }

    private async Task<IReadOnlyList<IPAddress>> AddressesOfAsync(string target, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(target, out IPAddress? literal))
        {
            return [literal];
        }

        if (Local(target) is { } local)
        {
            return [.. local.Addresses.Select(each => each.Ip)];
        }

        foreach (QueryType type in Types(last: null).Where(type => type != QueryType.SRV))
        {
            Reply reply = await SendAsync(target, type, cancellationToken);
            if (reply.Message?.Answers.AddressRecords().Select(record => record.Address).ToList() is { Count: > 0 } found)
            {
                return found;
            }
        }

        return [];
    }

    private ResolvedName Make(string type, IEnumerable<DnsResourceRecord> records, List<ResolvedAddress> addresses)
    {
        TimeSpan ttl = _options.ValidTtl ?? TimeSpan.FromSeconds(records.Min(record => record.InitialTimeToLive));
        // Good for no time is for this question alone, not to be used while it is asked again.
        DateTimeOffset expires = ttl > TimeSpan.Zero ? _clock.GetUtcNow() + ttl : DateTimeOffset.MinValue;
        return new ResolvedName(addresses.Count == 0 ? ResolvedName.Nothing : type, addresses, expires);
    }

    /// <summary>What came back.</summary>
    /// <param name="Message">The answer; null: there is none, or the server failed.</param>
    /// <param name="Failure">What went wrong; null: nothing.</param>
    /// <param name="IsLost">Whether no server answered at all, so that there is no point in asking for more.</param>
    private sealed record Reply(IDnsQueryResponse? Message, string? Failure = null, bool IsLost = false);
}
