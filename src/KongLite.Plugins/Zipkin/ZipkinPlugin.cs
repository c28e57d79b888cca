using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Zipkin;

/// <summary>Passes traces on and sends spans to a Zipkin server.</summary>
[Plugin<ZipkinConfig>("zipkin", Priority = 100000, AnyProtocol = true)]
internal sealed class ZipkinPlugin;
