namespace KongLite.Gateway.Routing;

/// <summary>A candidate in a table of the index.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Rank">Its place among all candidates; the least goes first.</param>
/// <param name="Port">The port that its host asks for, or <see cref="HostAndPort.NoPort"/>.</param>
internal readonly record struct IndexEntry(RouteCandidate Candidate, int Rank, int Port);
