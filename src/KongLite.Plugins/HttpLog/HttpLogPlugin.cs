using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.HttpLog;

/// <summary>Sends entries about requests to an HTTP server.</summary>
[Plugin<HttpLogConfig>("http-log", Priority = 12, AnyProtocol = true, Checks = typeof(HttpLogChecks))]
internal sealed class HttpLogPlugin;
