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

    /// <summary>Whether a request for a host and a port is for this one.</summary>
    public bool Matches(ReadOnlySpan<char> host, int port) => (Port == HostAndPort.NoPort || Port == port) && Name.Matches(host);
}
