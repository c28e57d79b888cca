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
    private readonly bool _isTraditional;

    /// <summary>Builds the index.</summary>
    /// <param name="parts">All parts of all routes, what goes first first.</param>
    /// <param name="isTraditional">
    /// Whether hosts are compared as in Kong's first router: where the Host header has no port, 80 or 443 stands for it in wildcards, and nothing in whole
    /// hosts; a wildcard stands for something.
    /// </param>
    public RouteIndex(IReadOnlyList<VirtualRoute> parts, bool isTraditional)
    {
        _isTraditional = isTraditional;
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
        search.WholePort = port == HostAndPort.NoPort && !_isTraditional ? key.ListenerPort : port;
        search.Port = search.WholePort;
        search.FillsWildcards = _isTraditional;
        if (key.Host is not null)
        {
            _whole.Search(host, key, ref search);
            search.Port = search.WholePort != HostAndPort.NoPort ? search.WholePort : key.IsTls ? 443 : 80;
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

        int least = search.FillsWildcards ? 1 : 0;
        for (int i = 0; i < host.Length; i++)
        {
            if (host[i] != '.')
            {
                continue;
            }

            if (i >= least)
            {
                _suffixes.Search(host[i..], key, ref search);
            }

            if (i + least < host.Length)
            {
                _prefixes.Search(host[..(i + 1)], key, ref search);
            }
        }
    }
}
