using KongLite.Sdk.Routing;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Entities;

/// <summary>Which record routes have. The catalog of a node holds one of these; store, kong.yml, <c>/schemas</c> and Admin API follow it.</summary>
public static class RouteSchemas
{
    /// <summary>The schema of routes in a router flavour.</summary>
    public static EntitySchema Of(RouterFlavor flavor) => flavor switch
    {
        RouterFlavor.Expressions => EntitySchema.Of<ExpressionRoute>(),
        RouterFlavor.Traditional => EntitySchema.Of<TraditionalRoute>(),
        _ => EntitySchema.Of<Route>(),
    };
}
