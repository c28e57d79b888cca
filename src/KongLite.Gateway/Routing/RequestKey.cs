using System.Net;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;

namespace KongLite.Gateway.Routing;

/// <summary>What the router looks at in a request.</summary>
internal readonly record struct RequestKey
{
    /// <summary>The method, compared with case.</summary>
    public required string Method { get; init; }

    /// <summary>Value of the Host header, port included, as the client wrote it; null when there is none.</summary>
    public required string? Host { get; init; }

    /// <summary>Port of the listener, after <c>port_maps</c>; stands for the port that the Host header leaves out.</summary>
    public required int ListenerPort { get; init; }

    /// <summary>The path in normal form.</summary>
    public required string Path { get; init; }

    /// <summary>The headers.</summary>
    public required IHeaderDictionary Headers { get; init; }

    /// <summary>Whether the client's connection uses TLS.</summary>
    public bool IsTls { get; init; }

    /// <summary>Server name that the client asked for in the TLS handshake; null when it did not.</summary>
    public string? Sni { get; init; }

    /// <summary>Address of the client; null unless the router needs <see cref="RequestParts.Addresses"/>.</summary>
    public IPAddress? ClientAddress { get; init; }

    /// <summary>Port of the client; 0 when the router needs none.</summary>
    public int ClientPort { get; init; }

    /// <summary>Address of the listener; null unless the router needs <see cref="RequestParts.Addresses"/>.</summary>
    public IPAddress? ServerAddress { get; init; }

    /// <summary>The query; null unless the router needs <see cref="RequestParts.Query"/>.</summary>
    public QueryArguments? Query { get; init; }
}
