namespace KongLite.Gateway.Routing;

/// <summary>Finds the route of a request: the first one, in Kong's order of priority, whose conditions the request meets. Immutable.</summary>
internal sealed class Router
{
    private readonly RouteIndex _index;

    private Router(RouteIndex index) => _index = index;

    /// <summary>A router without routes.</summary>
    public static Router Empty { get; } = Build(Array.Empty<CompiledRoute>());

    /// <summary>Compiles routes and builds their router.</summary>
    /// <exception cref="ArgumentException">A regular expression is wrong; the schema lets none through.</exception>
    public static Router Build(IEnumerable<RouteEntry> entries) =>
        Build([.. entries.Select(entry => CompiledRoute.Compile(entry.Route, entry.Service))]);

    /// <summary>Builds the router of compiled routes; those that are not routable are left out.</summary>
    public static Router Build(IReadOnlyList<CompiledRoute> routes)
    {
        VirtualRoute[] parts = [.. routes.SelectMany(route => route.Parts)];
        Array.Sort(parts, static (left, right) => right.Priority.CompareTo(left.Priority));
        return new Router(new RouteIndex(parts));
    }

    /// <summary>The route of a request; null: none matches.</summary>
    public RouteMatch? Match(in RequestKey key) => _index.Match(key);
}
