using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Routing;

/// <summary>The protocols that a route serves on the proxy listener.</summary>
[Flags]
internal enum RouteProtocols
{
    /// <summary>None of them: a stream route.</summary>
    None = 0,

    /// <summary>HTTP in the clear.</summary>
    Http = 1,

    /// <summary>HTTP over TLS.</summary>
    Https = 2,

    /// <summary>gRPC in the clear.</summary>
    Grpc = 4,

    /// <summary>gRPC over TLS.</summary>
    Grpcs = 8,
}

/// <summary>Makes <see cref="RouteProtocols"/>.</summary>
internal static class RouteProtocolsExtensions
{
    /// <summary>The protocols of this list that the proxy listener serves.</summary>
    public static RouteProtocols ToFlags(this IReadOnlyList<Protocol> protocols)
    {
        RouteProtocols flags = RouteProtocols.None;
        foreach (Protocol protocol in protocols)
        {
            flags |= protocol switch
            {
                Protocol.Http => RouteProtocols.Http,
                Protocol.Https => RouteProtocols.Https,
                Protocol.Grpc => RouteProtocols.Grpc,
                Protocol.Grpcs => RouteProtocols.Grpcs,
                _ => RouteProtocols.None,
            };
        }

        return flags;
    }
}
