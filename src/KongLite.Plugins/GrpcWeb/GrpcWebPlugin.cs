using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.GrpcWeb;

/// <summary>Translates gRPC-Web and JSON requests to gRPC.</summary>
[Plugin<GrpcWebConfig>("grpc-web", Priority = 3, AnyProtocol = true)]
internal sealed class GrpcWebPlugin;
