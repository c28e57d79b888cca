using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.RequestSizeLimiting;

/// <summary>Rejects requests whose body is too large.</summary>
[Plugin<RequestSizeLimitingConfig>("request-size-limiting", Priority = 951)]
internal sealed class RequestSizeLimitingPlugin;
