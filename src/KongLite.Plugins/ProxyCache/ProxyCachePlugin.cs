using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.ProxyCache;

/// <summary>Answers requests with stored answers of the service.</summary>
[Plugin<ProxyCacheConfig>("proxy-cache", Priority = 100, AnyProtocol = true, Checks = typeof(ProxyCacheChecks))]
internal sealed class ProxyCachePlugin;
