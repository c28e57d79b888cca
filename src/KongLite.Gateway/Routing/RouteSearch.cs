namespace KongLite.Gateway.Routing;

/// <summary>The state of one search: the request's host and the best candidate so far.</summary>
internal ref struct RouteSearch
{
    /// <summary>The request's host without port.</summary>
    public ReadOnlySpan<char> Host;

    /// <summary>Port that the hosts at hand are compared with: that of the Host header, or what stands for it.</summary>
    public int Port;

    /// <summary>The same for hosts without wildcard; <see cref="HostAndPort.NoPort"/>: nothing stands for it.</summary>
    public int WholePort;

    /// <summary>Whether a wildcard stands for one character at least.</summary>
    public bool FillsWildcards;

    /// <summary>Rank of the candidate; the greatest number when there is none.</summary>
    public int Rank;

    /// <summary>The best candidate; null: none yet.</summary>
    public RouteCandidate? Candidate;

    /// <summary>Where the text that the candidate's path matched begins.</summary>
    public int Start;

    /// <summary>How long that text is; -1: the candidate has no path.</summary>
    public int Length;
}
