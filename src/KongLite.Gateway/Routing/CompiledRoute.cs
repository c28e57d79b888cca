using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Routing;

/// <summary>A route in the form that requests need: everything that depends on the route and its service alone is decided here.</summary>
internal sealed class CompiledRoute
{
    private CompiledRoute(Route route, Service? service)
    {
        Route = route;
        Service = service;
        Protocols = route.Protocols.ToFlags();
        BasePath = service?.Path is { Length: > 0 } path ? path : "/";
        IsRoutable = Protocols != RouteProtocols.None && service?.Enabled != false;
        Parts = IsRoutable ? VirtualRoute.Split(this) : [];
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

    /// <summary>False for stream routes and for routes of a service that is switched off; the router leaves them out.</summary>
    public bool IsRoutable { get; }

    /// <summary>What the router ranks: the route itself, or one part for each length of its paths and one for its regular expressions.</summary>
    internal IReadOnlyList<VirtualRoute> Parts { get; }

    /// <summary>Compiles a route.</summary>
    /// <exception cref="ArgumentException">A regular expression is wrong; the schema lets none through.</exception>
    public static CompiledRoute Compile(Route route, Service? service) => new(route, service);
}
