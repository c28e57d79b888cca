using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Prometheus;

/// <summary>Counts and measures requests for <c>/metrics</c>.</summary>
[Plugin<PrometheusConfig>("prometheus", Priority = 13, AnyProtocol = true)]
internal sealed class PrometheusPlugin;
