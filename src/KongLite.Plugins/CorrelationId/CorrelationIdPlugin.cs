using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.CorrelationId;

/// <summary>Gives every request an id by which it can be followed through logs and services.</summary>
[Plugin<CorrelationIdConfig>("correlation-id", Priority = 100001)]
internal sealed class CorrelationIdPlugin;
