namespace KongLite.Gateway.Routing;

/// <summary>
/// Narrows the routes that have to be tried down to those whose host and the beginning of whose path fit. Whole hosts are looked up, wildcard hosts at
/// each of the dots in the request's host, and routes without hosts are always looked at.
/// </summary>
internal sealed class RouteIndex
{
    private readonly HostTable _whole;
    private readonly HostTable _suffixes;
    private readonly HostTable _prefixes;
    private readonly CandidateTable _hostless;
    private readonly bool _usesSchemePorts;

    /// <summary>Builds the index.</summary>
    /// <param name="parts">All parts of all routes, what goes first first.</param>
    /// <param name="usesSchemePorts">Whether a Host header without port stands for port 80 or 443, not for the listener's.</param>
    public RouteIndex(IReadOnlyList<VirtualRoute> parts, bool usesSchemePorts)
    {
        _usesSchemePorts = usesSchemePorts;
        var whole = new HostTable.Builder();
        var suffixes = new HostTable.Builder();
        var prefixes = new HostTable.Builder();
        var hostless = new List<IndexEntry>();
        int rank = 0;
        foreach (VirtualRoute part in parts)
        {
            foreach (RouteCandidate candidate in part.Candidates)
            {
                if (part.Hosts.Count == 0 || part.ComparesHosts)
                {
                    hostless.Add(new IndexEntry(candidate, rank, HostAndPort.NoPort));
                }
                else
                {
                    foreach (HostPattern host in part.Hosts)
                    {
                        HostTable.Builder table = host.Name.Kind switch
                        {
                            NamePatternKind.Suffix => suffixes,
                            NamePatternKind.Prefix => prefixes,
                            _ => whole,
                        };
                        table.Add(host.Name.Text, new IndexEntry(candidate, rank, host.Port));
                    }
                }

                rank++;
            }
        }

        (_whole, _suffixes, _prefixes, _hostless) = (whole.Build(), suffixes.Build(), prefixes.Build(), new CandidateTable(hostless));
    }

    /// <summary>The first route that a request meets; null: none.</summary>
    public RouteMatch? Match(in RequestKey key)
    {
        var search = new RouteSearch { Rank = int.MaxValue };
        ReadOnlySpan<char> host = HostAndPort.Split(key.Host, out int port);
        search.Host = host;
        search.Port = port != HostAndPort.NoPort ? port : !_usesSchemePorts ? key.ListenerPort : key.IsTls ? 443 : 80;
        if (key.Host is not null)
        {
            _whole.Search(host, key, ref search);
            SearchWildcards(host, key, ref search);
        }

        _hostless.Search(key, ref search);
        return search.Candidate is { } candidate ? new RouteMatch(candidate, key.Path, search.Start, search.Length) : null;
    }

    // A wildcard is a whole label, so what is left of the pattern begins or ends with a dot.
    private void SearchWildcards(ReadOnlySpan<char> host, in RequestKey key, ref RouteSearch search)
    {
        if (_suffixes.IsEmpty && _prefixes.IsEmpty)
        {
            return;
        }

        for (int i = 0; i < host.Length; i++)
        {
            if (host[i] == '.')
            {
                _suffixes.Search(host[i..], key, ref search);
                _prefixes.Search(host[..(i + 1)], key, ref search);
            }
        }
    }
}
