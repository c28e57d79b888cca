namespace KongLite.Gateway.Routing;

/// <summary>What the index finds: a part of a route with one of its paths.</summary>
/// <param name="Part">The part.</param>
/// <param name="Path">The path; null when the route has none.</param>
internal sealed record RouteCandidate(VirtualRoute Part, PathCondition? Path)
{
    /// <summary>Whether a request, whose host the index has compared, meets the path and the part's other conditions.</summary>
    /// <param name="key">The request.</param>
    /// <param name="search">Its host and port.</param>
    /// <param name="start">Where the matched text begins.</param>
    /// <param name="length">How long it is; -1 when there is no path to match.</param>
    public bool IsMet(in RequestKey key, in RouteSearch search, out int start, out int length)
    {
        (start, length) = (0, -1);
        return (Path is null || Path.IsMet(key.Path, out start, out length))
            && Part.Route.Serves(key.IsTls)
            && Part.Conditions.AreMet(key, search.Port)
            && (!Part.ComparesHosts || Part.HasHost(search));
    }
}
