namespace KongLite.Gateway.Routing;

/// <summary>The state of one search: the request's host and the best candidate so far.</summary>
internal ref struct RouteSearch
{
    /// <summary>The request's host without port.</summary>
    public ReadOnlySpan<char> Host;

    /// <summary>Port of the Host header, or of the listener.</summary>
    public int Port;

    /// <summary>Rank of the candidate; the greatest number when there is none.</summary>
    public int Rank;

    /// <summary>The best candidate; null: none yet.</summary>
    public RouteCandidate? Candidate;

    /// <summary>Where the text that the candidate's path matched begins.</summary>
    public int Start;

    /// <summary>How long that text is; -1: the candidate has no path.</summary>
    public int Length;
}
