namespace KongLite.Gateway.Routing;

/// <summary>One of a route's hosts.</summary>
/// <param name="Name">The host, maybe with a wildcard.</param>
/// <param name="Port">The port that the request has to be for; <see cref="HostAndPort.NoPort"/>: any.</param>
internal readonly record struct HostPattern(NamePattern Name, int Port)
{
    /// <summary>Reads a route's host.</summary>
    public static HostPattern Parse(string host)
    {
        ReadOnlySpan<char> name = HostAndPort.Split(host, out int port);
        return new HostPattern(NamePattern.Parse(name.Length == host.Length ? host : name.ToString()), port);
    }

    /// <summary>Whether the request of a search is for this one.</summary>
    public bool Matches(in RouteSearch search)
    {
        bool isWhole = Name.Kind == NamePatternKind.Whole;
        return (Port == HostAndPort.NoPort || Port == (isWhole ? search.WholePort : search.Port))
            && Name.Matches(search.Host)
            && (isWhole || !search.FillsWildcards || search.Host.Length > Name.Text.Length);
    }
}
