using KongLite.Gateway.Routing.Expressions;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Routing;

namespace KongLite.Gateway.Routing;

/// <summary>The route of a request, and which text of its path the route's path stands for.</summary>
internal readonly struct RouteMatch
{
    private readonly PathPattern? _pattern;
    private readonly string _subject;
    private readonly bool _isRegex;
    private readonly int _start;

    /// <summary>A match of a route's fields.</summary>
    internal RouteMatch(RouteCandidate candidate, string path, int start, int length)
    {
        Route = candidate.Part.Route;
        Path = path;
        PrefixLength = length;
        RoutePath = candidate.Path?.Text;
        (_pattern, _subject, _isRegex, _start) = (candidate.Path?.Pattern, path, candidate.Path?.Pattern is not null, start);
    }

    /// <summary>A match of a route's expression.</summary>
    internal RouteMatch(CompiledRoute route, string path, in PathFinding finding)
    {
        Route = route;
        Path = path;
        PrefixLength = finding.Length;
        RoutePath = finding.Text;
        (_pattern, _subject, _isRegex, _start) = (finding.Pattern, finding.Subject ?? path, finding.IsRegex, finding.Start);
    }

    /// <summary>The route.</summary>
    public CompiledRoute Route { get; }

    /// <summary>The request's path in normal form.</summary>
    public string Path { get; }

    /// <summary>Length of the matched text; -1: the route has no paths.</summary>
    public int PrefixLength { get; }

    /// <summary>The matched text; null: the route has no paths.</summary>
    public string? Prefix => _isRegex ? Path.Substring(_start, PrefixLength) : RoutePath;

    /// <summary>The route's path that matched, as configured but without the tilde; null: the route has no paths.</summary>
    public string? RoutePath { get; }

    /// <summary>What the regular expression caught, found when somebody looks at it.</summary>
    public UriCaptures Captures => _pattern is { HasGroups: true } pattern ? new UriCaptures(pattern.Regex, _subject) : UriCaptures.None;
}
