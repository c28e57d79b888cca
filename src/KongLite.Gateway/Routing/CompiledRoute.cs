using KongLite.Gateway.Routing.Expressions;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Routing;

namespace KongLite.Gateway.Routing;

/// <summary>A route in the form that requests need: everything that depends on the route and its service alone is decided here.</summary>
internal sealed class CompiledRoute
{
    private readonly bool _servesPlain = true;
    private readonly bool _servesTls = true;

    private CompiledRoute(Route route, Service? service, RouterFlavor flavor, string? problem)
    {
        Route = route;
        Service = service;
        Problem = problem;
        Protocols = route.Protocols.ToFlags();
        BasePath = service?.Path is { Length: > 0 } path ? path : "/";
        IsRoutable = problem is null && Protocols != RouteProtocols.None && service?.Enabled != false;
        JoinsPlainly = flavor == RouterFlavor.Traditional && route.PathHandling == PathHandling.V1;
        if (!IsRoutable)
        {
            return;
        }

        if (flavor == RouterFlavor.Expressions && !IsHttpsOnly)
        {
            _servesPlain = (Protocols & (RouteProtocols.Http | RouteProtocols.Grpc)) != 0;
            _servesTls = (Protocols & (RouteProtocols.Https | RouteProtocols.Grpcs)) != 0;
        }

        if (route is ExpressionRoute { Expression: { } text } own)
        {
            Expression = ExpressionCompiler.Compile(text, route.Protocols, out RequestParts needs);
            ExpressionPriority = own.Priority;
            Needs = needs;
            return;
        }

        Parts = VirtualRoute.Split(this, flavor);
        Needs = Parts.Any(part => part.Conditions.NeedsAddresses) ? RequestParts.Addresses : RequestParts.None;
    }

    /// <summary>The route.</summary>
    public Route Route { get; }

    /// <summary>Its service; null when plugins have to answer.</summary>
    public Service? Service { get; }

    /// <summary>What it serves.</summary>
    public RouteProtocols Protocols { get; }

    /// <summary>Path of the service, <c>/</c> when it has none.</summary>
    public string BasePath { get; }

    /// <summary>Whether the matched part of the path is left out of the forwarded one.</summary>
    public bool StripPath => Route.StripPath;

    /// <summary>Whether the client's Host header goes to the service.</summary>
    public bool PreserveHost => Route.PreserveHost;

    /// <summary>Whether a cleartext request is answered with <see cref="HttpsRedirectStatusCode"/>.</summary>
    public bool IsHttpsOnly => (Protocols & (RouteProtocols.Http | RouteProtocols.Https)) == RouteProtocols.Https;

    /// <summary>Status for a cleartext request to a route that <see cref="IsHttpsOnly"/>: 426, 301, 302, 307 or 308.</summary>
    public int HttpsRedirectStatusCode => Route.HttpsRedirectStatusCode;

    /// <summary>Whether it serves gRPC, and nothing else.</summary>
    public bool IsGrpc => (Protocols & (RouteProtocols.Grpc | RouteProtocols.Grpcs)) != 0;

    /// <summary>Whether it serves gRPC over TLS only.</summary>
    public bool IsGrpcsOnly => (Protocols & (RouteProtocols.Grpc | RouteProtocols.Grpcs)) == RouteProtocols.Grpcs;

    /// <summary>False for stream routes, routes of a service that is switched off and those with a <see cref="Problem"/>; the router leaves them out.</summary>
    public bool IsRoutable { get; }

    /// <summary>Why the route cannot be compiled; null: it is.</summary>
    public string? Problem { get; }

    /// <summary>Whether the service's path and the forwarded one are put together as they are: <c>path_handling</c> v1.</summary>
    public bool JoinsPlainly { get; }

    /// <summary>What a request has to be like; null: the route's fields say it.</summary>
    public ExpressionNode? Expression { get; }

    /// <summary>Order among routes with expressions; higher first.</summary>
    public long ExpressionPriority { get; }

    /// <summary>What it has to know of requests.</summary>
    public RequestParts Needs { get; }

    /// <summary>What the router ranks: the route itself, or one part for each length of its paths and one for its regular expressions.</summary>
    internal IReadOnlyList<VirtualRoute> Parts { get; } = [];

    /// <summary>
    /// Whether the route serves cleartext, or TLS. With expressions a route serves the protocols it names, other than with the older flavours; one for
    /// https alone gets cleartext requests too, and redirects them.
    /// </summary>
    public bool Serves(bool isTls) => isTls ? _servesTls : _servesPlain;

    /// <summary>Compiles a route. One that cannot be compiled has a <see cref="Problem"/> and does not keep others from being served.</summary>
    public static CompiledRoute Compile(Route route, Service? service, RouterFlavor flavor = RouterFlavor.TraditionalCompatible)
    {
        try
        {
            return new CompiledRoute(route, service, flavor, problem: null);
        }
        // The schema lets none through, but rows may have been written with another flavour.
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            return new CompiledRoute(route, service, flavor, error.Message);
        }
    }
}
