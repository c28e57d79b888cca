using KongLite.Sdk.Exchanges;

namespace KongLite.Gateway.Routing;

/// <summary>The route of a request, and which text of its path the route's path stands for.</summary>
internal readonly struct RouteMatch
{
    private readonly PathCondition? _condition;
    private readonly int _start;

    internal RouteMatch(RouteCandidate candidate, string path, int start, int length)
    {
        Route = candidate.Part.Route;
        Path = path;
        PrefixLength = length;
        _condition = candidate.Path;
        _start = start;
    }

    /// <summary>The route.</summary>
    public CompiledRoute Route { get; }

    /// <summary>The request's path in normal form.</summary>
    public string Path { get; }

    /// <summary>Length of the matched text; -1: the route has no paths.</summary>
    public int PrefixLength { get; }

    /// <summary>The matched text; null: the route has no paths.</summary>
    public string? Prefix => _condition is { Pattern: not null } ? Path.Substring(_start, PrefixLength) : _condition?.Text;

    /// <summary>The route's path that matched, as configured but without the tilde; null: the route has no paths.</summary>
    public string? RoutePath => _condition?.Text;

    /// <summary>What the path's regular expression caught, found when somebody looks at it.</summary>
    public UriCaptures Captures =>
        _condition?.Pattern is { HasGroups: true } pattern ? new UriCaptures(pattern.Regex, Path) : UriCaptures.None;
}
