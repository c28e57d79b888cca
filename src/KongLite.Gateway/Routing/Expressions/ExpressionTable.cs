namespace KongLite.Gateway.Routing.Expressions;

/// <summary>The routes with expressions, tried one by one: what has the greater <c>priority</c>, then the greater id, goes first.</summary>
internal sealed class ExpressionTable
{
    private readonly CompiledRoute[] _routes;

    /// <summary>Builds the table of those routes that have an expression.</summary>
    public ExpressionTable(IEnumerable<CompiledRoute> routes)
    {
        _routes = [.. routes.Where(route => route.IsRoutable && route.Expression is not null)];
        Array.Sort(_routes, static (left, right) =>
        {
            int order = right.ExpressionPriority.CompareTo(left.ExpressionPriority);
            return order == 0 ? right.Route.Id.CompareTo(left.Route.Id) : order;
        });
    }

    /// <summary>The first route whose expression a request meets; null: none.</summary>
    public RouteMatch? Match(in RequestKey key)
    {
        foreach (CompiledRoute route in _routes)
        {
            var finding = new PathFinding();
            if (route.Serves(key.IsTls) && route.Expression!.IsMet(key, ref finding))
            {
                return new RouteMatch(route, key.Path, finding);
            }
        }

        return null;
    }
}
