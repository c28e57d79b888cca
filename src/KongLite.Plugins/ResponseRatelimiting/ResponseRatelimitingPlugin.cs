using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.ResponseRatelimiting;

/// <summary>Limits what clients may use, by what the service says that each request has used.</summary>
[Plugin<ResponseRatelimitingConfig>("response-ratelimiting", Priority = 900, Checks = typeof(ResponseRatelimitingChecks))]
internal sealed class ResponseRatelimitingPlugin;
