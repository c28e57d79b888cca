using KongLite.Gateway.Routing.Expressions;
using KongLite.Sdk.Routing;

namespace KongLite.Gateway.Routing;

/// <summary>Finds the route of a request: the first one, in Kong's order of priority, whose conditions the request meets. Immutable.</summary>
internal sealed class Router
{
    private readonly ExpressionTable _expressions;
    private readonly RouteIndex _index;

    private Router(IReadOnlyList<CompiledRoute> routes, RouteIndex index)
    {
        _expressions = new ExpressionTable(routes);
        _index = index;
        Needs = routes.Aggregate(RequestParts.None, static (all, route) => all | route.Needs);
    }

    /// <summary>A router without routes.</summary>
    public static Router Empty { get; } = Build(Array.Empty<CompiledRoute>());

    /// <summary>What it has to know of requests besides what all routers do.</summary>
    public RequestParts Needs { get; }

    /// <summary>Compiles routes and builds their router.</summary>
    public static Router Build(IEnumerable<RouteEntry> entries, RouterFlavor flavor = RouterFlavor.TraditionalCompatible) =>
        Build([.. entries.Select(entry => CompiledRoute.Compile(entry.Route, entry.Service, flavor))], flavor);

    /// <summary>Builds the router of routes compiled for a flavour; those that are not routable are left out.</summary>
    public static Router Build(IReadOnlyList<CompiledRoute> routes, RouterFlavor flavor = RouterFlavor.TraditionalCompatible)
    {
        // Equals, such as the paths of one route in the traditional flavour, stay in the order in which they were written.
        VirtualRoute[] parts = [.. routes.SelectMany(route => route.Parts).OrderByDescending(part => part.Priority)];
        return new Router(routes, new RouteIndex(parts, isTraditional: flavor == RouterFlavor.Traditional));
    }

    /// <summary>The route of a request; null: none matches. Routes with expressions go before all others.</summary>
    public RouteMatch? Match(in RequestKey key) => _expressions.Match(key) ?? _index.Match(key);
}
