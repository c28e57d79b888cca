using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.ResponseTransformer;

/// <summary>Changes answers on their way to the client.</summary>
[Plugin<ResponseTransformerConfig>("response-transformer", Priority = 800)]
internal sealed class ResponseTransformerPlugin;
