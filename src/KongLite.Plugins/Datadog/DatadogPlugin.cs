using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Datadog;

/// <summary>Sends metrics of requests to a Datadog agent, over StatsD with tags.</summary>
[Plugin<DatadogConfig>("datadog", Priority = 10, AnyProtocol = true)]
internal sealed class DatadogPlugin;
