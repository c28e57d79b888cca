using KongLite.Sdk.Schema;

namespace KongLite.Plugins.GrpcWeb;

/// <summary>Configuration of <c>grpc-web</c>.</summary>
internal sealed record GrpcWebConfig
{
    /// <summary>File with the protocol buffer definitions of the service, needed for JSON. Null: only gRPC-Web is translated.</summary>
    [Optional]
    public string? Proto { get; init; }

    /// <summary>Whether the service sees the path without the route's prefix. Null: it sees the whole path.</summary>
    [Optional]
    public bool? PassStrippedPath { get; init; }

    /// <summary>Value of <c>Access-Control-Allow-Origin</c> in answers to browsers.</summary>
    [Optional]
    public string? AllowOriginHeader { get; init; } = "*";
}
