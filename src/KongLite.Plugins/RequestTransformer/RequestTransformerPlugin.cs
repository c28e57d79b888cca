using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.RequestTransformer;

/// <summary>Changes requests on their way to the service.</summary>
[Plugin<RequestTransformerConfig>("request-transformer", Priority = 801, AnyProtocol = true)]
internal sealed class RequestTransformerPlugin;
